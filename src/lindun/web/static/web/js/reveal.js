// An opened value closes by itself: after its seconds, on Esc, when the page is hidden or left.
//
// A row with data-reveal-seconds holds the opened value and a <template data-reveal-closed> with its closed form.
// Closing replaces everything in the row by that form, so the plaintext leaves the document.

const CIRCLE = 100; // pathLength of the ring
const open = new Map(); // row -> { deadline, seconds }
let ticking = 0;

function show(row, { deadline, seconds }) {
  const left = Math.max(0, deadline - performance.now()) / 1000;
  const ring = row.querySelector("[data-reveal-ring]");
  if (!ring) return;
  ring.querySelector("[data-reveal-left]").textContent = Math.ceil(left);
  ring.querySelector("circle + circle").setAttribute("stroke-dashoffset", CIRCLE * (1 - left / seconds));
  ring.classList.toggle("ring--ending", left <= 5);
}

function close(row) {
  open.delete(row);
  const hadFocus = row.contains(document.activeElement);
  const closed = row.querySelector("template[data-reveal-closed]");
  row.removeAttribute("data-reveal-seconds");
  row.classList.remove("line--open");
  row.replaceChildren(...(closed ? [closed.content] : []));
  if (window.htmx) window.htmx.process(row);
  if (hadFocus) row.querySelector("button, a")?.focus();
}

function closeAll() {
  for (const row of [...open.keys()]) close(row);
}

function tick() {
  for (const [row, state] of open) {
    if (!row.isConnected) open.delete(row);
    else if (performance.now() >= state.deadline) close(row);
    else show(row, state);
  }
  if (open.size === 0) {
    clearInterval(ticking);
    ticking = 0;
  }
}

function watch(root) {
  const rows = [...root.querySelectorAll("[data-reveal-seconds]")];
  if (root instanceof Element && root.matches("[data-reveal-seconds]")) rows.push(root);
  for (const row of rows) {
    if (open.has(row)) continue;
    const seconds = Number(row.dataset.revealSeconds);
    open.set(row, { seconds, deadline: performance.now() + seconds * 1000 });
    // the button that opened it is gone: keep the keyboard in this row
    if (document.activeElement === document.body) row.querySelector("[data-reveal-close]")?.focus();
  }
  if (open.size > 0 && !ticking) ticking = setInterval(tick, 250);
  tick();
}

document.addEventListener("htmx:load", (event) => watch(event.target));
document.addEventListener("lindun:close", closeAll);
document.addEventListener("visibilitychange", () => document.hidden && closeAll());
window.addEventListener("pagehide", closeAll);
document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-reveal-close]")?.closest("[data-reveal-seconds]");
  if (row) close(row);
});
watch(document);
