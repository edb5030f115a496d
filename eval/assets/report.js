"use strict";
// The filters of the table of wrong answers, and the language switch.
(() => {
  const cases = [...document.querySelectorAll("details.case")];
  const selects = [...document.querySelectorAll(".filters select")];
  const words = document.getElementById("words");
  const shown = document.getElementById("shown");
  const apply = () => {
    const wanted = words.value.trim().toLowerCase();
    let count = 0;
    for (const one of cases) {
      // A case may have several documents and regions: those stand between bars.
      const has = (held, value) => held === value || held.includes(`|${value}|`);
      const fits = selects.every((s) => !s.value || has(one.dataset[s.name], s.value)) &&
        (!wanted || one.textContent.toLowerCase().includes(wanted));
      one.hidden = !fits;
      count += fits ? 1 : 0;
    }
    shown.textContent = `${count} / ${cases.length}`;
  };
  for (const control of [...selects, words]) control.addEventListener("input", apply);
  apply();
  document.getElementById("language").addEventListener("click", () => {
    const english = document.body.classList.toggle("show-en");
    document.body.classList.toggle("show-zh", !english);
    document.documentElement.lang = english ? "en" : "zh-CN";
  });
})();
