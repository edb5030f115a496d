// Runs once for each HTML block (element, trigger, props and watch are gradio's). A click on a
// data- attribute becomes an event that chat.py wires; the block's content may change meanwhile.
element.addEventListener("click", (event) => {
  const hit = event.target.closest("[data-open],[data-ask],[data-language],[data-close]");
  if (!hit || !element.contains(hit)) return;
  if (hit.dataset.open) {
    window.minsheng.opened(hit);
    trigger("select", JSON.parse(hit.dataset.open));
  } else if (hit.dataset.ask) {
    trigger("submit", { ask: hit.dataset.ask });
  } else if (hit.dataset.language) {
    trigger("select", { language: hit.dataset.language });
  } else {
    trigger("select", { close: true });
  }
});
watch("value", () => window.minsheng.changed(element));
