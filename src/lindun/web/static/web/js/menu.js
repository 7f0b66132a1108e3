// The sidebar: which groups stay open is kept in a cookie of this browser. Ctrl+K goes to a page by its name.

const YEAR = 365 * 24 * 3600;
const nav = document.getElementById("nav");
const kept = new Set(nav?.dataset.kept.split(" ").filter(Boolean));
const dialog = document.getElementById("jump");
const words = dialog?.querySelector("[data-jump-words]");
const pages = dialog?.querySelector("[data-jump-pages]");

function fold(event) {
  const group = event.target.closest("summary")?.parentElement;
  if (!group?.dataset.fold) return;
  if (group.open) kept.delete(group.dataset.fold);
  else kept.add(group.dataset.fold);
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `lindun_menu=${[...kept].join(".")}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
}

function page(link) {
  const line = document.createElement("li");
  const copy = link.cloneNode(true);
  copy.className = "jump__page";
  copy.querySelector(".nav-link__badge")?.remove();
  const group = link.closest("[data-fold]")?.querySelector("[data-fold-name]").cloneNode(true);
  if (group) {
    group.className = "muted";
    copy.append(group);
  }
  line.append(copy);
  return line;
}

function narrow() {
  const typed = words.value.trim().toLowerCase();
  for (const line of pages.children) line.hidden = !line.textContent.toLowerCase().includes(typed);
  dialog.querySelector("[data-jump-none]").hidden = shown().length > 0;
}

function shown() {
  return [...pages.querySelectorAll("li:not([hidden]) a")];
}

function open() {
  words.value = "";
  narrow();
  if (dialog.isConnected && !dialog.open) dialog.showModal();
}

function onKey(event) {
  const down = event.key === "ArrowDown";
  if (event.isComposing || (!down && event.key !== "ArrowUp" && event.key !== "Enter")) return;
  const links = shown();
  const here = links.indexOf(document.activeElement);
  if (event.key === "Enter") {
    if (here >= 0 || event.target !== words) return;
    links[0]?.click();
  } else (links[here + (down ? 1 : -1)] ?? (down ? links.at(-1) : words))?.focus();
  event.preventDefault();
}

if (nav && dialog) {
  nav.addEventListener("click", fold);
  pages.append(...[...document.querySelectorAll("#nav .nav-link[href], .viewer .menu a")].map(page));
  words.addEventListener("input", narrow);
  dialog.addEventListener("keydown", onKey);
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (!document.querySelector("dialog[open]")) open();
  });
  nav.addEventListener("click", (event) => event.target.closest("[data-jump]") && open());
}
