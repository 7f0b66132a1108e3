// Buttons that copy or print what stands on the page and is meant for others. Hidden where they cannot work.
for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

for (const button of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard) continue; // plain HTTP beyond this machine: select and copy by hand
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).innerText);
    const [before, after] = button.querySelectorAll("span");
    before.hidden = true;
    after.hidden = false;
  });
}
