// What a question does to the page before the server hears of it, and once the server is done. The
// page itself puts the latest turn up to the earlier ones and shows the question as being answered,
// so that no turn travels twice. All values are HTML of gradio's blocks or text of its boxes.
(() => {
  let clicked = null; // a question that was not typed: an example, a follow-up, a chip taken back
  let ended = Promise.resolve(); // once no answer is under way
  let end = null;

  const parsed = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html ?? "";
    return holder.content;
  };

  const earlier = (past, turn) => {
    const first = parsed(past).querySelector(".greeting");
    const above = !first || first.matches(".empty") ? past : "";
    if (!turn || turn.querySelector(".problem")) return above;
    delete turn.dataset.kept; // kept by now
    return above + turn.outerHTML;
  };

  const waiting = (question) => {
    const turn = document.querySelector("#waiting").content.firstElementChild.cloneNode(true);
    turn.querySelector(".asked").textContent = question;
    return turn.outerHTML;
  };

  Object.assign(window.minsheng, {
    clicked: (question) => { clicked = question; },
    asked: (past, live, box, question) => {
      const turn = parsed(live).querySelector(".turn");
      const asking = clicked ?? box;
      clicked = null;
      if (turn?.querySelector(".streaming")) return [past, live, box, question]; // one at a time
      ended = new Promise((resolve) => { end = resolve; });
      return [earlier(past, turn), waiting(asking.trim()), "", asking];
    },
    answered: (live, box, question) => {
      end?.();
      const turn = parsed(live);
      if (turn.querySelector(".problem")) return [live, question]; // nothing typed is lost
      return turn.querySelector(".streaming") ? ["", question] : [live, box]; // no answer came
    },
    // What replaces the conversation waits for the answer that would come into the next one.
    afterwards: async (...values) => { await ended; return values; },
  });
})();
