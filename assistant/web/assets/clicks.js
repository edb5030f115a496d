// Runs once for each HTML block (element, trigger, props and watch are gradio's). A click on a
// data- attribute becomes an event that chat.py wires; the block's content may change meanwhile.
element.addEventListener("click", (event) => {
  const hit = event.target.closest(
    "[data-open],[data-ask],[data-drop],[data-talk],[data-language],[data-close]",
  );
  if (!hit || !element.contains(hit)) return;
  if (hit.dataset.open) {
    window.minsheng.opened(hit);
    trigger("select", JSON.parse(hit.dataset.open));
  } else if (hit.dataset.ask) {
    window.minsheng.clicked(hit.dataset.ask);
    trigger("submit", {});
  } else if (hit.dataset.drop) {
    window.minsheng.clicked(hit.closest(".turn").querySelector(".asked").textContent);
    trigger("submit", { drop: JSON.parse(hit.dataset.drop) });
  } else if (hit.dataset.talk) {
    trigger("select", { talk: window.minsheng.talks.open(hit) });
  } else if (hit.dataset.language) {
    trigger("select", { language: hit.dataset.language });
  } else {
    window.minsheng.closed();
    trigger("select", { close: true });
  }
});
watch("value", () => window.minsheng.changed(element));
