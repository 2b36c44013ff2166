// The result grid: Enter goes to the next box, arrows up and down move between rows. Without this, Tab does.

const grid = document.querySelector("[data-grid]");
const boxes = () => [...grid.querySelectorAll("td.entry input:not([type=hidden]), td.entry select, td.entry textarea")];

function goTo(box) {
  box.focus();
  if (box.select && box.tagName === "INPUT") box.select();
}

function move(from, step) {
  const all = boxes();
  const next = all[all.indexOf(from) + step];
  if (next) {
    goTo(next);
  } else if (step > 0) {
    grid.querySelector("[data-main]")?.focus();
  }
}

grid?.addEventListener("keydown", (event) => {
  const box = event.target;
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey || !boxes().includes(box)) return;
  if (event.key === "Enter" && !(box.tagName === "TEXTAREA" && event.shiftKey)) {
    event.preventDefault();
    move(box, event.shiftKey ? -1 : 1);
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && box.tagName === "INPUT") {
    event.preventDefault();
    move(box, event.key === "ArrowDown" ? 1 : -1);
  }
});

// Start at the first box that waits for a value, unless the page has something to say first.
if (grid && !document.querySelector("[data-errors]")) {
  const first = boxes().find((box) => !box.value) ?? boxes()[0];
  if (first) goTo(first);
}
