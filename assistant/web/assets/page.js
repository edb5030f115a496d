// What the page does without the server: copying, stepping through the sources of one
// answer, keeping the latest turn and the highlighted quote in sight. No library, no other host.
window.minsheng = (() => {
  const MOVING = ["Tab", "Shift", "Control", "Alt", "Meta", "CapsLock"]; // keys that write nothing
  let shown = null; // the mark or card whose source is open
  let entering = false; // the reader opened it: the keyboard goes along

  const copy = async (text) => {
    // navigator.clipboard exists on https and localhost only; offices open this over plain http.
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = document.createElement("textarea");
    area.value = text;
    area.style.position = "fixed";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  };

  const step = (by) => {
    const turn = shown?.closest(".turn") ?? [...document.querySelectorAll(".turn")].pop();
    const cards = [...(turn?.querySelectorAll(".card") ?? [])];
    const now = Number(document.querySelector("#panel .source")?.dataset.marker);
    const at = cards.findIndex((card) => JSON.parse(card.dataset.open).marker === now);
    cards[(at + by + cards.length) % cards.length]?.click();
  };

  const narrow = () => window.matchMedia("(max-width: 899px)").matches;

  document.addEventListener("click", (event) => {
    const hit = event.target.closest("[data-copy],[data-step]");
    if (!hit) return;
    if (hit.dataset.step) step(Number(hit.dataset.step));
    else copy(hit.dataset.copy).then(() => {
      const words = hit.textContent;
      hit.textContent = hit.dataset.copied;
      setTimeout(() => { hit.textContent = words; }, 1500);
    });
  });
  // What is typed into a filter searches its list: it takes the place of the choice shown.
  for (const kind of ["focusin", "click"]) {
    document.addEventListener(kind, (event) => {
      if (event.target.matches?.("#filters input")) event.target.select();
    });
  }
  // gradio narrows the list on a key; what an input method writes comes after its key.
  document.addEventListener("input", (event) => {
    if (!event.isTrusted || !event.target.matches?.("#filters input")) return;
    event.target.dispatchEvent(new KeyboardEvent("keydown", { key: "Process", bubbles: true }));
  });
  // gradio opens a filter's list on any key: on Tab it would stay open behind the reader. The Escape
  // that closes a list closes nothing else.
  let listed = false;
  document.addEventListener("keydown", (event) => {
    const filter = event.target.closest?.("#filters input");
    listed = filter?.getAttribute("aria-expanded") === "true";
    if (filter && MOVING.includes(event.key)) event.stopPropagation();
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !listed) {
      document.querySelector("#panel .source [data-close]")?.click();
    }
  });

  return {
    save: (file, name) => {
      const bytes = Uint8Array.from(atob(file), (c) => c.charCodeAt(0));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    },
    opened: (element) => { shown = element; entering = true; },
    closed: () => {
      const back = shown?.isConnected ? shown : document.querySelector("#question textarea");
      back?.focus({ preventScroll: true });
    },
    changed: (block) => {
      const name = block.closest("[id]:not([id^=html-])")?.id;
      window.minsheng.redrawn(block);
      window.minsheng.talks.changed(name, block);
      if (name === "masthead") {
        const now = block.querySelector("[data-language-now]")?.dataset.languageNow;
        document.documentElement.lang = now === "en" ? "en" : "zh-CN";
        window.minshengLook(); // after gradio has set its own
      }
      if (name === "talks") window.minsheng.lost.back();
      if (name === "live") {
        window.minsheng.lost.reopened();
        const live = document.querySelector("#live");
        live.setAttribute("aria-live", "polite");
        live.setAttribute("aria-busy", String(Boolean(block.querySelector(".streaming"))));
        const turn = block.querySelector(".turn");
        if (turn) turn.scrollIntoView({ block: "start", behavior: narrow() ? "auto" : "smooth" });
      }
      if (name === "panel") {
        const box = block.querySelector(".surroundings"); // the mark's offset parent
        const mark = box?.querySelector("mark");
        if (mark) box.scrollTop = mark.offsetTop - box.clientHeight / 3;
        const source = block.querySelector(".source:not(.unasked)");
        if (source && entering) source.focus({ preventScroll: true });
        entering = false;
      }
    },
  };
})();
