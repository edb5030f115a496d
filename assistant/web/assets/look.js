// Large type, dark and light at once, without leaving the page; kept in the cookie that the pages
// without script read too. Elements with data-look="size" or "theme" switch.
(() => {
  const COOKIE = "minsheng-look";
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");

  const dark = () => root.classList.contains("dark")
    || (system.matches && !root.classList.contains("light"));
  const apply = () => {
    document.body?.classList.toggle("dark", dark()); // gradio's own sign
    const size = document.querySelector("[data-look=size]");
    size?.setAttribute("aria-pressed", String(root.classList.contains("large")));
  };
  const keep = () => {
    const words = ["large", "dark", "light"].filter((word) => root.classList.contains(word));
    document.cookie = `${COOKIE}=${words.join(".")};path=/;max-age=31536000;samesite=lax`;
  };

  const kept = document.cookie.split("; ").find((one) => one.startsWith(`${COOKIE}=`)) ?? "";
  const words = kept.slice(COOKIE.length + 1).split(".");
  for (const word of ["large", "dark", "light"]) {
    if (words.includes(word)) root.classList.add(word);
  }

  document.addEventListener("click", (event) => {
    const hit = event.target.closest("[data-look]");
    if (!hit) return;
    event.preventDefault(); // a link would leave what was typed
    if (hit.dataset.look === "size") root.classList.toggle("large");
    else {
      const next = !dark();
      root.classList.toggle("dark", next);
      root.classList.toggle("light", !next);
    }
    keep();
    apply();
    const shown = [...document.querySelectorAll("[data-look=theme]")].find((one) => one.offsetParent);
    if (!hit.offsetParent) shown?.focus(); // "dark" gave way to "light"
  });
  system.addEventListener("change", () => requestAnimationFrame(apply));
  window.minshengLook = apply;
})();
