// Notices: good news leaves by itself, trouble stays. Requests that fail say so in words.

const GOOD_NEWS_MS = 6000;

function box() {
  return document.getElementById("toasts");
}

function leaveLater(toast) {
  if (toast.dataset.toast === "passing") setTimeout(() => toast.remove(), GOOD_NEWS_MS);
  toast.dataset.toast = "seen";
}

function watchAll() {
  for (const toast of document.querySelectorAll('[data-toast="passing"]')) leaveLater(toast);
}

function say(kind) {
  const words = document.querySelector(`template[data-trouble="${kind}"]`);
  if (words && box()) box().append(words.content.cloneNode(true));
}

document.addEventListener("click", (event) => event.target.closest("[data-toast-close]")?.closest(".toast").remove());
document.addEventListener("htmx:load", watchAll);
document.addEventListener("lindun:say", (event) => say(event.detail));
document.addEventListener("htmx:sendError", () => say("unreachable"));
document.addEventListener("htmx:timeout", () => say("unreachable"));
document.addEventListener("htmx:responseError", (event) => say(event.detail.xhr.status === 429 ? "busy" : "failed"));
document.addEventListener("allauth.error", (event) => {
  event.preventDefault(); // the exception would only reach the console
  say("key");
});
watchAll();
