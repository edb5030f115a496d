// Upload with progress: one file after another, what came of each, then the report of the reading.
// A file that is refused, or a session that has ended, leaves the chosen files in the form.
(() => {
  const form = document.getElementById("upload");
  const library = () => document.getElementById("library");

  const line = (text, failed) => {
    const item = document.createElement("li");
    item.textContent = text;
    item.className = failed ? "problem" : "";
    document.getElementById("sent").append(item);
    return item;
  };

  const send = (file, replace, bar) => new Promise((settle) => {
    const call = new XMLHttpRequest();
    const query = new URLSearchParams({ name: file.name, replace });
    call.open("POST", `/staff/documents/upload?${query}`);
    call.setRequestHeader("x-minsheng", "staff");
    call.setRequestHeader("content-type", "application/octet-stream");
    call.upload.onprogress = (event) => {
      bar.value = event.lengthComputable ? (100 * event.loaded) / event.total : 0;
    };
    const done = () => {
      let body = {};
      try { body = JSON.parse(call.responseText); } catch { /* no JSON: told by its status */ }
      settle({ status: call.status, error: body.error ?? "" });
    };
    call.onload = done;
    call.onerror = done;
    call.send(file);
  });

  const told = (file, { status, error }) => {
    if (status === 200) return line(`${file.name}: ${form.dataset.taken}`, false);
    const item = line(error || `${file.name}: ${form.dataset.failed}`, true);
    if (status === 401) {
      const link = document.createElement("a");
      Object.assign(link, { href: "/staff/sign-in", target: "_blank", rel: "noopener",
        textContent: form.dataset.signIn });
      item.append(" ", link);
    }
    return item;
  };

  const redraw = async () => {
    const reply = await fetch(`/staff/documents${location.search}`);
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const fresh = page.getElementById("library");
    if (fresh) library().replaceWith(fresh);
    return fresh?.dataset.state;
  };

  // The index is taken into use a moment after it is built: look once more then.
  const follow = async () => {
    let state = await redraw();
    while (state === "running") {
      await new Promise((next) => setTimeout(next, 1000));
      state = await redraw();
    }
    setTimeout(redraw, 2500);
  };

  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { files, replace } = form.elements;
    const bar = form.querySelector("progress");
    const button = form.querySelector("button");
    document.getElementById("sent").replaceChildren();
    button.disabled = true;
    bar.hidden = false;
    let kept = false;
    for (const file of files.files) {
      const reply = await send(file, replace.checked, bar);
      told(file, reply);
      kept ||= reply.status !== 200;
    }
    bar.hidden = true;
    button.disabled = false;
    if (!kept) form.reset();
    await follow();
  });

  if (library()?.dataset.state === "running") follow();
})();
