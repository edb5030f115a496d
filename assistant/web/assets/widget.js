// The chat on another site: <script src="https://…/widget.js" data-lang="zh" defer></script>
// A button that opens the page in a frame. Hosts that may show it stand in the setting `frames`.
(() => {
  const script = document.currentScript;
  const english = script.dataset.lang === "en";
  const words = script.dataset.label ?? (english ? "Ask about policies" : "问政策");
  const address = new URL(`.?lang=${english ? "en" : "zh"}`, script.src);

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" }); // neither page's styles reach the other's
  root.innerHTML = `<style>
    button { position: fixed; right: 20px; bottom: 20px; z-index: 2147483647; border: 0; border-radius: 999px;
      background: #9b1c1f; color: #fff; font: 600 16px/1.4 system-ui, sans-serif; padding: 12px 22px;
      cursor: pointer; box-shadow: 0 4px 20px rgb(0 0 0 / 25%); }
    button:focus-visible { outline: 3px solid #1d2530; outline-offset: 2px; }
    iframe { position: fixed; right: 20px; bottom: 78px; z-index: 2147483647; width: 420px; height: 680px;
      max-width: calc(100vw - 40px); max-height: calc(100vh - 100px); border: 1px solid #e2dfd8;
      border-radius: 12px; background: #fff; box-shadow: 0 8px 40px rgb(0 0 0 / 25%); }
    iframe[hidden] { display: none; }
  </style><button type="button" aria-expanded="false"></button>`;
  const button = root.querySelector("button");
  button.textContent = words;
  let frame = null;

  const show = (shown) => {
    if (!frame) {
      frame = document.createElement("iframe"); // loaded on the first click only
      frame.title = words;
      frame.allow = "clipboard-write";
      frame.src = address;
      root.append(frame);
    }
    frame.hidden = !shown;
    button.setAttribute("aria-expanded", String(shown));
    button.textContent = shown ? (english ? "Close" : "关闭") : words;
  };
  button.addEventListener("click", () => show(!frame || frame.hidden));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && frame && !frame.hidden) show(false);
  });
  const place = () => document.body.append(host);
  if (document.body) place();
  else document.addEventListener("DOMContentLoaded", place);
})();
