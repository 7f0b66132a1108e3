// Printing and copying are off. A page prints one sentence (print.css), its text stays in it, and the house is told
// of each attempt to print, and to copy an opened value. What somebody typed is hers; codes may be compared.

const OPENED = "[data-reveal-seconds]";
const FREE = "input, textarea, code, pre, .sheet";
const QUIET_MS = 60000; // the house keeps one attempt a minute; more need not be sent
const form = document.querySelector("form[data-attempts]");
const told = new Map();
let title = "";

function tell(act) {
  if (!form || performance.now() - (told.get(act) ?? -QUIET_MS) < QUIET_MS) return;
  told.set(act, performance.now());
  const said = new FormData(form);
  said.set("act", act);
  said.set("page", location.pathname);
  fetch(form.action, { method: "POST", body: said, keepalive: true }).catch(() => told.delete(act));
}

function element(node) {
  return node instanceof Element ? node : node?.parentElement;
}

function chosen() {
  const selection = window.getSelection();
  return selection && !selection.isCollapsed && selection.rangeCount ? selection.getRangeAt(0) : null;
}

function keep(event) {
  const range = chosen();
  const from = element(range ? range.commonAncestorContainer : event.target);
  const opened = [...document.querySelectorAll(OPENED)].some((row) => row.contains(from) || range?.intersectsNode(row));
  if (opened) tell("copy");
  else if (!range || element(event.target)?.closest(FREE) || from?.closest(FREE)) return;
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("lindun:say", { detail: "copying" }));
}

window.addEventListener("beforeprint", () => {
  if (document.body.hasAttribute("data-paper")) return;
  title = document.title; // browsers print it in the margin, and it may name a home
  document.title = title.split(" · ").pop();
  tell("print");
});
window.addEventListener("afterprint", () => {
  if (title) document.title = title;
  title = "";
});
document.addEventListener("copy", keep);
document.addEventListener("dragstart", (event) => chosen() && keep(event));
