// A screen that is left is locked: after the company's minutes without a hand on it, or at once with F9.
//
// The page leaves the document and is kept here with whatever was typed, until the house says it is unlocked. The
// house locks by its own clock as well; what is shown here decides nothing about what opens.

const TELL_MS = 15000; // somebody at work is reported so often: the house counts from the last report
const LIFE = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll"];

const lockForm = document.querySelector("form[data-lock]");
const curtain = document.querySelector("template[data-curtain]");
const windows = new BroadcastChannel("lindun-desk");
const who = lockForm?.dataset.lock; // a staff number: a window of somebody else's session has no place here
const limit = Number(lockForm?.dataset.lockAfter) * 60000;
let last = Date.now(); // of the clock on the wall: a machine that slept was idle
let told = Date.now();
let shared = 0;
let kept = null; // the page while it is away, its title and where it was read

function post(url, more) {
  const said = new FormData(lockForm);
  for (const [name, value] of Object.entries(more)) said.set(name, value);
  return fetch(url, { method: "POST", body: said, headers: { "HX-Request": "true" }, keepalive: true });
}

function say(what) {
  windows.postMessage({ who, what });
}

function heard({ data }) {
  if (data.who !== who || data.what === "left") return location.replace("/");
  if (data.what === "alive" && !kept) last = Date.now();
  if (data.what === "lock") hide();
  if (data.what === "unlock") show();
}

function alive() {
  if (kept) return;
  if (Date.now() - last >= limit) return leave("idle"); // back too late: the timer slept with the machine
  last = Date.now();
  if (last - shared < 1000) return;
  shared = last;
  say("alive");
}

function watch() {
  if (kept) return;
  if (Date.now() - last >= limit) leave("idle");
  else if (last > told && Date.now() - told >= TELL_MS) {
    told = Date.now();
    const answer = post(lockForm.dataset.stay, {});
    answer.then(({ status }) => status !== 204 && hide(), () => {}); // unreachable: the house locks early, which is safe
  }
}

function leave(why) {
  hide();
  say("lock");
  post(lockForm.action, { why }).catch(() => {}); // hidden all the same; the house locks by its own clock
}

function hide() {
  if (kept) return;
  document.dispatchEvent(new CustomEvent("lindun:close"));
  const page = document.createDocumentFragment();
  kept = { page, title: document.title, top: window.scrollY, focus: document.activeElement };
  page.append(...document.body.childNodes);
  document.title = curtain.dataset.curtain;
  document.body.classList.add("bare");
  document.body.append(curtain.content.cloneNode(true));
  document.body.querySelector("[data-unlock] input:not([type=hidden])").focus();
}

function show() {
  if (!kept) return;
  const { page, title, top, focus } = kept;
  kept = null;
  last = told = Date.now();
  document.body.replaceChildren(page);
  document.body.classList.remove("bare");
  document.title = title;
  window.scrollTo(0, top);
  focus?.focus();
}

async function unlock(form) {
  const field = form.querySelector("input:not([type=hidden])");
  const trouble = form.querySelector("[data-unlock-trouble]");
  const answer = await fetch(form.action, {
    method: "POST", body: new FormData(form), headers: { "HX-Request": "true" },
  }).catch(() => null);
  if (answer?.status === 204) {
    say("unlock");
    return show();
  }
  if (answer && answer.status !== 422) return location.reload(); // the session is over: the house says why
  field.value = "";
  field.focus();
  trouble.textContent = answer ? await answer.text() : curtain.dataset.unreachable;
  trouble.hidden = false;
}

if (lockForm && curtain) {
  for (const kind of LIFE) document.addEventListener(kind, alive, { passive: true, capture: true });
  setInterval(watch, 1000);
  document.addEventListener("visibilitychange", watch);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "F9" || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    if (!kept) leave("hand");
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-switch]")) say("left");
    if (!form.matches("[data-lock], [data-unlock]")) return;
    event.preventDefault();
    if (form.matches("[data-lock]")) leave("hand");
    else unlock(form);
  }, true);
  windows.addEventListener("message", heard);
  say("here");
}
// a page that the browser kept alive is not shown again unasked: somebody else may sit here
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
