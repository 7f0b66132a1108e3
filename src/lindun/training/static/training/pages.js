// Arrow keys turn the pages of a course: each turning button says which key it answers to.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
  if (event.target instanceof Element && event.target.closest("input, textarea, select, dialog")) return;
  const turn = document.querySelector(`[data-turn="${CSS.escape(event.key)}"]`);
  if (!turn) return;
  event.preventDefault();
  turn.click();
});
