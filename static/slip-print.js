// Opens the paper as soon as the page stands, where the browser lets us; else F9 or Enter is one key away.

const form = document.querySelector("form[data-opens-at-once]");

function isFirstTime(code) {
  const arrived = performance.getEntriesByType("navigation")[0]?.type;
  const key = `slip ${code}`;
  if (arrived !== "navigate" || sessionStorage.getItem(key)) return false;
  sessionStorage.setItem(key, "printed");
  return true;
}

if (form) {
  const button = form.querySelector("button");
  if (isFirstTime(form.dataset.opensAtOnce)) {
    const tab = window.open("", "slip");
    if (tab) {
      form.target = "slip";
      form.submit(); // without the submit event, whose guard would leave the button saying "Saving…"
      form.target = "_blank";
    }
  }
  button.focus();
}
