// A button that copies the text of the box it names, and says so.

async function put(box) {
  if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(box.value);
  box.select();
  if (!document.execCommand("copy")) throw new Error("copy");
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const box = document.getElementById(button.dataset.copy);
  try {
    await put(box);
    button.querySelector("[data-copy-words]").textContent = button.dataset.done;
  } catch {
    box.select(); // the person copies it by hand
  }
});
