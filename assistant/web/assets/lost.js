// The server is gone (restarted, no network): said in the reader's language. gradio tries again by
// itself and loads the page anew; what was on it comes back: the conversation, and in the box the
// question that was under way or half typed.
(() => {
  const KEPT = "minsheng-lost";
  const root = document.documentElement;
  let returning = ""; // a question to be put back once its conversation is on the page

  const box = () => document.querySelector("#question textarea");
  const underWay = () => document.querySelector("#live .turn:has(.streaming) .asked")?.textContent;

  const lost = () => {
    if (root.classList.contains("lost")) return;
    root.classList.add("lost"); // gradio's own note, in English, is hidden
    const note = document.createElement("p");
    note.id = "lost";
    note.setAttribute("role", "alert");
    note.textContent = document.querySelector("#waiting")?.dataset.lost ?? "";
    document.body.append(note);
  };

  const send = window.fetch;
  window.fetch = (...sent) => send(...sent).catch((error) => {
    const address = String(sent[0]?.url ?? sent[0]);
    if (error.name !== "AbortError" && address.includes("gradio_api")) lost();
    throw error;
  });

  window.addEventListener("pagehide", () => {
    const asked = underWay();
    if (!asked && !root.classList.contains("lost")) return;
    const kept = { talk: window.minsheng.talks.current(), question: asked ?? box()?.value ?? "" };
    try { sessionStorage.setItem(KEPT, JSON.stringify(kept)); } catch { /* no storage */ }
  });

  const put = (question) => {
    if (!question || !box()) return;
    box().value = question;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  };

  window.minsheng.lost = {
    // The page is there: take up what was kept when it was last left.
    back: async () => {
      let kept = null;
      try {
        kept = JSON.parse(sessionStorage.getItem(KEPT));
        sessionStorage.removeItem(KEPT);
      } catch { /* nothing kept */ }
      if (!kept) return;
      returning = kept.question;
      if (kept.talk && await window.minsheng.talks.reopen(kept.talk)) return;
      put(returning);
      returning = "";
    },
    // A conversation was opened again, which empties the box a moment later.
    reopened: () => {
      if (!returning) return;
      const question = returning;
      returning = "";
      setTimeout(() => put(question), 300);
    },
  };
})();
