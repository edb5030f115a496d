// Thumbs under the answers: sends a verdict at once, a reason when it is given, and shows what
// came of it. A failure is a message beside the thumbs; answer and conversation stay as they are.
(() => {
  const given = new Map(); // question and answer -> what the reader said, kept over redrawing

  const key = (form) => JSON.stringify([form.dataset.question, form.dataset.answer]);

  const show = (form) => {
    const said = given.get(key(form));
    if (!said) return;
    for (const button of form.querySelectorAll("[data-verdict]")) {
      button.setAttribute("aria-pressed", String(button.dataset.verdict === said.verdict));
    }
    form.querySelector(".why").hidden = said.done;
    const line = form.querySelector("output");
    line.textContent = said.message;
    line.classList.toggle("failed", said.failed);
  };

  const send = async (form, verdict, reason, done) => {
    const before = given.get(key(form));
    const said = { verdict, id: before?.id ?? "", done: false, failed: false,
      message: form.dataset.sending };
    given.set(key(form), said);
    show(form);
    const { question, answer } = form.dataset;
    try {
      const reply = await fetch("api/feedback", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ question, answer, verdict, reason, id: said.id }),
      }).catch(() => null); // no server, no network
      if (!reply || reply.status >= 500) throw new Error(form.dataset.closed);
      const body = await reply.json();
      if (!reply.ok) throw new Error(`${body.error} ${body.hint ?? ""}`);
      Object.assign(said, { id: body.id, done, message: form.dataset.kept });
    } catch (error) {
      Object.assign(said, { failed: true, message: `${form.dataset.failed}${error.message}` });
    }
    if (given.get(key(form)) === said) show(form);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".feedback [data-verdict]");
    if (button) send(button.form, button.dataset.verdict, button.form.reason.value, false);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form.feedback");
    if (!form) return;
    event.preventDefault();
    const said = given.get(key(form));
    if (said) send(form, said.verdict, form.reason.value, true);
  });

  window.minsheng.redrawn = (block) => block.querySelectorAll("form.feedback").forEach(show);
})();
