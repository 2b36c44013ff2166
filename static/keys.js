// Keys, focus and the double click. Everything here is a convenience: each task works without it.

const FUNCTION_KEY = /^F([2-4]|[6-9]|10)$/; // F1, F5, F11 and F12 stay the browser's

function isUsable(element) {
  return !element.disabled && (element.offsetParent !== null || element.closest("details.menu"));
}

function press(element) {
  if (element.matches("input, select, textarea")) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
}

// A key that this page uses itself is not promised by the bar as well.
for (const element of document.querySelectorAll(".topbar [data-key]")) {
  const key = element.dataset.key;
  if (!document.querySelector(`main [data-key="${key}"]`)) continue;
  element.querySelector("kbd")?.remove();
  if (element.placeholder) element.placeholder = element.placeholder.replace(` · ${key}`, "");
}

const SENDS = "form[data-ctrl-enter], form:has(button[data-ctrl-enter])"; // said by the form or by its button

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.metaKey) return;
  if (event.ctrlKey && event.key === "Enter") {
    const own = event.target.closest?.(SENDS);
    const form = own ?? document.querySelector(SENDS);
    if (form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-main], button[data-ctrl-enter]") ?? undefined);
    }
    return;
  }
  if (event.key === "Escape") {
    const open = event.target.closest?.("details.menu[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
    return;
  }
  if (event.ctrlKey || event.shiftKey || !FUNCTION_KEY.test(event.key)) return;
  const keyed = [...document.querySelectorAll(`[data-key="${event.key}"]`)].filter(isUsable);
  const element = keyed.find((one) => one.closest("main")) ?? keyed[0]; // the page's own before the bar's
  if (element) {
    event.preventDefault();
    if (!event.repeat) press(element);
  }
});

// A click elsewhere closes the person's menu.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// One submit is enough: say that it runs and let no second one start. (The server acts once in any case.)
document.addEventListener("submit", (event) => {
  const form = event.target;
  // A form whose answer is a file or another tab leaves the page standing: it says data-stays.
  if (event.defaultPrevented || form.method !== "post" || form.target === "_blank" || "stays" in form.dataset) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const button = event.submitter ?? form.querySelector("button:not([type=button])");
  if (button && !button.closest(".topbar")) {
    button.setAttribute("aria-disabled", "true");
    button.dataset.words = button.innerHTML;
    button.textContent = document.body.dataset.saving;
  }
});

// Back to a page kept by the browser, or a failed download: the form may be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[data-words]")) {
      button.removeAttribute("aria-disabled");
      button.innerHTML = button.dataset.words;
    }
  }
});

// The browser gives an autofocus its focus with the first picture, which on a busy computer comes after the page can be
// typed into: the first digit of a phone number went nowhere.
if (document.activeElement === document.body) document.querySelector("[autofocus]")?.focus();

// After a refused form the summary has the focus; its links put the cursor into the box itself.
const summary = document.querySelector("[data-errors]");
if (summary) summary.focus();
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-errors] a[href^='#']");
  const box = link && document.getElementById(link.getAttribute("href").slice(1));
  if (box) {
    event.preventDefault();
    box.focus();
    (box.closest(".field") ?? box).scrollIntoView({ block: "center" });
  }
});

// A table wider than the screen can be scrolled with the arrow keys.
for (const wrap of document.querySelectorAll(".table-wrap")) {
  if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0;
}

// The clock in the bar goes on from the server's time, whatever this computer believes.
const clock = document.querySelector("[data-clock]");
if (clock) {
  const began = performance.now();
  const start = Date.parse(clock.getAttribute("datetime"));
  const day = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Kolkata", day: "2-digit", month: "short", year: "numeric" });
  const time = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Kolkata", hour: "2-digit", minute: "2-digit" });
  setInterval(() => {
    const now = new Date(start + performance.now() - began);
    const parts = Object.fromEntries(day.formatToParts(now).map((part) => [part.type, part.value]));
    clock.textContent = `${parts.day}-${parts.month.slice(0, 3)}-${parts.year} ${time.format(now)}`;
  }, 20_000);
}
