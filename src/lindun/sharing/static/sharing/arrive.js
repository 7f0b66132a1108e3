// The secret of a link stands behind the # of its address, which browsers send to nobody. Post it, and forget it.

const form = document.querySelector("[data-arrival]");
const secret = location.hash.slice(1);

if (form && secret) {
  history.replaceState(null, "", location.pathname);
  form.elements.token.value = decodeURIComponent(secret);
  form.requestSubmit();
}
