// Keeps the time in the visible mark right on a page that stays open: server time, carried on by our own clock.

const mark = document.querySelector("[data-mark]");

function two(number) {
  return String(number).padStart(2, "0");
}

// The server's wall clock as plain numbers, so the device's time zone plays no part.
function write(start, since) {
  const now = new Date(start + (performance.now() - since));
  const time = `${two(now.getUTCMonth() + 1)}-${two(now.getUTCDate())} ${two(now.getUTCHours())}:${two(now.getUTCMinutes())}`;
  for (const text of mark.querySelectorAll("text")) text.textContent = `${mark.dataset.mark} · ${time}`;
}

if (mark) {
  const start = Date.parse(`${mark.dataset.wall}Z`);
  const since = performance.now();
  setInterval(() => write(start, since), 15000);
}
