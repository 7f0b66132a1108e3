// The keyboard: "/" to the search box, arrows through results, digits for the purpose, "?" for help, Esc to close.

const TYPING = "input, textarea, select, [contenteditable]";

function typing(target) {
  return target instanceof Element && target.closest(TYPING) !== null;
}

function toSearch() {
  const box = document.querySelector("[data-search]");
  if (!box) return false;
  box.focus();
  box.select();
  return true;
}

function openHelp() {
  const dialog = document.getElementById("shortcuts");
  if (dialog && !dialog.open) dialog.showModal();
  return Boolean(dialog);
}

function choose(digit) {
  const choice = document.querySelector(`[data-key="${digit}"]`);
  if (!choice) return false;
  choice.click();
  return true;
}

function stepThroughResults(target, step) {
  const results = [...document.querySelectorAll("[data-result]")].filter((result) => result.offsetParent !== null);
  const box = target instanceof Element ? target.closest("[data-search]") : null;
  const here = results.indexOf(document.activeElement);
  if (results.length === 0 || (here < 0 && !box)) return false;
  const next = here + step;
  if (next < 0) return toSearch();
  results[Math.min(next, results.length - 1)].focus();
  return true;
}

function closeOpenThings() {
  document.dispatchEvent(new CustomEvent("lindun:close"));
  for (const panel of document.querySelectorAll("[data-search-panel]")) panel.replaceChildren();
  for (const menu of document.querySelectorAll("details[data-menu][open]")) menu.open = false;
  if (location.hash === "#nav") location.hash = "main";
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const { key, target } = event;
  if (key === "Escape") return closeOpenThings();
  let done = false;
  if (key === "ArrowDown") done = stepThroughResults(target, 1);
  else if (key === "ArrowUp") done = stepThroughResults(target, -1);
  else if (typing(target) || document.querySelector("dialog[open]")) return;
  else if (key === "/") done = toSearch();
  else if (key === "?") done = openHelp();
  else if (/^[1-9]$/.test(key)) done = choose(key);
  if (done) event.preventDefault();
}

function onClick(event) {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  event.target.closest("[data-dialog-close]")?.closest("dialog").close();
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  for (const panel of document.querySelectorAll("[data-search-panel]")) {
    if (!panel.parentElement.contains(event.target)) panel.replaceChildren();
  }
}

document.addEventListener("keydown", onKey);
document.addEventListener("click", onClick);
