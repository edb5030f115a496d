// The reader's conversations. A citizen's are kept in this browser's own storage and nowhere else,
// each complete turn as the server wrote it into data-kept; those of signed-in staff are kept by
// the server. What is opened again goes through the server, which holds it against the documents.
(() => {
  const LIST = "minsheng-talks", ONE = "minsheng-talk-";
  const TALKS = 100, TURNS = 50, SENT = 700000; // conversations, turns of one, bytes of an event
  let current = null; // the conversation on the page, null until its first answer
  let failed = ""; // what could not be done last, for the reader
  let filled = 0; // counts the fillings, so that a slow one does not overwrite a later one

  const read = (key) => {
    try { return JSON.parse(localStorage.getItem(key)) ?? []; } catch { return []; }
  };
  const write = (key, value) => {
    try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch { return false; }
  };
  const forget = (id) => {
    try { localStorage.removeItem(ONE + id); } catch { /* no storage, nothing kept */ }
    write(LIST, read(LIST).filter((one) => one.id !== id));
  };
  const drawer = () => document.querySelector("#talks-drawer");
  const toggle = () => document.querySelector(".masthead [data-talks]");

  const call = async (path, fields) => {
    const language = document.documentElement.lang === "en" ? "en" : "zh";
    const reply = await fetch(`staff/talks${path}?lang=${language}`, {
      method: fields ? "POST" : "GET",
      headers: { "x-minsheng": "staff" },
      body: fields && new URLSearchParams(fields),
    });
    const body = await reply.json();
    if (!reply.ok) throw new Error(body.error);
    return body;
  };

  const browser = {
    list: async () => read(LIST),
    rename: async (id, title) => write(LIST,
      read(LIST).map((one) => (one.id === id ? { ...one, title } : one))),
    remove: async (id) => forget(id),
    sent: (id) => { // the newest turns that an event may carry
      const turns = read(ONE + id);
      const size = () => new TextEncoder().encode(JSON.stringify(turns)).length;
      while (turns.length > 1 && size() > SENT) turns.shift();
      return { id, turns };
    },
  };
  const server = {
    list: async () => (await call("")).map((one) => ({ ...one, time: one.changed })),
    rename: (id, title) => call(`/${id}/rename`, { title }),
    remove: (id) => call(`/${id}/remove`, {}),
    sent: (id) => ({ id }),
  };
  const shelf = (item) => ("held" in item.dataset ? server : browser);

  const keep = (kept) => {
    current = kept.talk;
    if (!kept.turn) { // the server has all of it
      if (read(LIST).some((one) => one.id === current)) forget(current);
    } else {
      const turns = read(ONE + current);
      if (turns.some((one) => one.id === kept.turn.id)) return;
      turns.push(kept.turn);
      let full = !write(ONE + current, turns.slice(-TURNS));
      const list = read(LIST);
      const title = list.find((one) => one.id === current)?.title ?? kept.turn.question.slice(0, 60);
      const entry = { id: current, title, time: Date.now() };
      const newest = [entry, ...list.filter((one) => one.id !== current)];
      newest.slice(TALKS).forEach((one) => forget(one.id));
      full = !write(LIST, newest.slice(0, TALKS)) || full;
      failed = full ? drawer()?.dataset.full ?? "" : "";
      if (full) show(true);
    }
    if (drawer()?.hidden === false) fill();
  };

  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };

  // Does it, fills the list anew, and puts the keyboard where it was.
  const done = async (act, focus) => {
    failed = "";
    try { await act(); } catch (error) { failed = error.message; }
    await fill();
    drawer().querySelector(focus)?.focus();
  };

  const rename = (one, item) => {
    const box = document.createElement("input");
    box.value = one.title;
    box.maxLength = 60;
    box.setAttribute("aria-label", drawer().dataset.name);
    box.addEventListener("keydown", (event) => {
      if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
      event.preventDefault(); // the key is not to press what gets the focus next
      event.stopPropagation();
      const title = box.value.trim();
      const wanted = event.key === "Enter" && title;
      done(async () => wanted && shelf(item).rename(one.id, title), `[data-id="${one.id}"] .open`);
    });
    item.replaceChildren(box);
    box.focus();
    box.select();
  };

  const remove = (one, item, pressed) => {
    if (pressed.textContent !== drawer().dataset.sure) {
      pressed.textContent = drawer().dataset.sure;
      return;
    }
    done(async () => {
      await shelf(item).remove(one.id);
      if (one.id === current) document.querySelector("#clear").click();
    }, "[data-talks-new]");
  };

  const entry = (box, one, held) => {
    const item = document.createElement("li");
    item.dataset.id = one.id;
    if (held) item.dataset.held = "";
    const open = button("", () => {});
    open.className = "open";
    open.dataset.talk = one.id;
    if (one.id === current) open.setAttribute("aria-current", "true");
    const title = document.createElement("span");
    title.textContent = one.title;
    const time = document.createElement("small");
    const local = new Date(one.time).toLocaleString(document.documentElement.lang);
    time.textContent = held || !("held" in box.dataset) ? local : `${local} · ${box.dataset.here}`;
    open.append(title, time);
    const erase = button(box.dataset.delete, () => remove(one, item, erase));
    item.append(open, button(box.dataset.rename, () => rename(one, item)), erase);
    return item;
  };

  const fill = async () => {
    const box = drawer();
    if (!box) return;
    const number = ++filled;
    let theirs = [];
    let told = failed;
    if ("held" in box.dataset) {
      try { theirs = await server.list(); } catch (error) { told = error.message; }
    }
    if (number !== filled) return;
    const items = [
      ...theirs.map((one) => entry(box, one, true)),
      ...read(LIST).map((one) => entry(box, one, false)),
    ];
    box.querySelector("ul").replaceChildren(...items);
    box.querySelector(".none").hidden = items.length > 0;
    box.querySelector(".failed").textContent = told;
  };

  const show = (shown) => {
    const box = drawer();
    if (!box) return;
    if (shown) fill();
    box.hidden = !shown;
    toggle()?.setAttribute("aria-expanded", String(shown));
    if (shown) box.querySelector("[data-talks-new]").focus();
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-talks-new]")) {
      document.querySelector("#clear").click();
      show(false);
      document.querySelector("#question textarea").focus();
    } else if (event.target.closest("[data-talks]")) {
      show(drawer().hidden);
      if (drawer().hidden) toggle().focus();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer() || drawer().hidden) return;
    event.stopImmediatePropagation(); // the source panel stays for the next Escape
    show(false);
    toggle()?.focus();
  });

  window.minsheng.talks = {
    current: () => current,
    reopen: async (id) => { // whether there is such a conversation
      await fill();
      const found = drawer()?.querySelector(`[data-id="${id}"] .open`);
      found?.click();
      return Boolean(found);
    },
    open: (button) => {
      current = button.dataset.talk;
      show(false);
      return shelf(button.closest("li")).sent(current);
    },
    changed: (name, block) => {
      if (name === "past" && block.querySelector(".greeting")) current = null;
      const kept = name === "live" && block.querySelector(".turn[data-kept]");
      if (kept) keep(JSON.parse(kept.dataset.kept));
    },
  };
})();
