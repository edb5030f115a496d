// The reader's conversations, kept in this browser's own storage and nowhere else: each complete
// turn as the server wrote it into data-kept. A conversation that is opened goes back to the server.
(() => {
  const LIST = "minsheng-talks", ONE = "minsheng-talk-";
  const TALKS = 100, TURNS = 50, SENT = 700000; // conversations, turns of one, bytes of an event
  let current = null; // the conversation on the page, null until its first answer
  let full = false;

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

  const keep = (turn) => {
    current ??= `${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
    const turns = read(ONE + current);
    if (turns.some((one) => one.id === turn.id)) return;
    turns.push(turn);
    full = !write(ONE + current, turns.slice(-TURNS));
    const list = read(LIST);
    const known = list.find((one) => one.id === current);
    const entry = { id: current, title: known?.title ?? turn.question.slice(0, 60), time: Date.now() };
    const newest = [entry, ...list.filter((one) => one.id !== current)];
    newest.slice(TALKS).forEach((one) => forget(one.id));
    if (!full) full = !write(LIST, newest.slice(0, TALKS));
    if (full) show(true);
    else fill();
  };

  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };

  const rename = (one, item) => {
    const box = document.createElement("input");
    box.value = one.title;
    box.maxLength = 60;
    box.setAttribute("aria-label", drawer().dataset.name);
    const done = (kept) => {
      const title = box.value.trim();
      if (kept && title) write(LIST, read(LIST).map((o) => (o.id === one.id ? { ...o, title } : o)));
      fill();
      drawer().querySelector(`[data-id="${one.id}"] .open`)?.focus();
    };
    box.addEventListener("keydown", (event) => {
      if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
      event.preventDefault(); // the key is not to press what gets the focus next
      event.stopPropagation();
      done(event.key === "Enter");
    });
    item.replaceChildren(box);
    box.focus();
    box.select();
  };

  const remove = (one, pressed) => {
    if (pressed.textContent !== drawer().dataset.sure) {
      pressed.textContent = drawer().dataset.sure;
      return;
    }
    forget(one.id);
    full = false;
    if (one.id === current) document.querySelector("#clear").click();
    fill();
    drawer().querySelector("[data-talks-new]").focus();
  };

  const fill = () => {
    const box = drawer();
    if (!box) return;
    const list = read(LIST);
    box.querySelector("ul").replaceChildren(...list.map((one) => {
      const item = document.createElement("li");
      item.dataset.id = one.id;
      const open = button("", () => {});
      open.className = "open";
      open.dataset.talk = one.id;
      if (one.id === current) open.setAttribute("aria-current", "true");
      const title = document.createElement("span");
      title.textContent = one.title;
      const time = document.createElement("small");
      time.textContent = new Date(one.time).toLocaleString(document.documentElement.lang);
      open.append(title, time);
      const erase = button(box.dataset.delete, () => remove(one, erase));
      item.append(open, button(box.dataset.rename, () => rename(one, item)), erase);
      return item;
    }));
    box.querySelector(".none").hidden = list.length > 0;
    box.querySelector(".failed").textContent = full ? box.dataset.full : "";
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
    // The newest turns that an event may carry.
    open: (id) => {
      current = id;
      show(false);
      const turns = read(ONE + id);
      const size = () => new TextEncoder().encode(JSON.stringify(turns)).length;
      while (turns.length > 1 && size() > SENT) turns.shift();
      return turns;
    },
    changed: (name, block) => {
      if (name === "past" && block.querySelector(".greeting")) current = null;
      const kept = name === "live" && block.querySelector(".turn[data-kept]");
      if (kept) keep(JSON.parse(kept.dataset.kept));
    },
  };
})();
