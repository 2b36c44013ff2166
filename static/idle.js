// A screen left alone locks itself, and takes along what was typed: the server keeps it, sealed, for this person.

const minutes = Number(document.body.dataset.idleMinutes);
const url = document.body.dataset.lockUrl;
let last = Date.now();

for (const kind of ["keydown", "pointerdown", "input", "scroll"]) {
  addEventListener(kind, () => { last = Date.now(); }, { passive: true, capture: true });
}

function typedForm() {
  const forms = [...document.querySelectorAll("main form[method=post]")].filter((form) => form.elements.idem);
  return forms.find((form) => form.contains(document.activeElement)) ?? forms.find(isChanged);
}

function isChanged(form) {
  return [...form.elements].some((box) => {
    if (box.type === "checkbox" || box.type === "radio") return box.checked !== box.defaultChecked;
    if (box.tagName === "SELECT") return [...box.options].some((option) => option.selected !== option.defaultSelected);
    return box.type !== "hidden" && "defaultValue" in box && box.value !== box.defaultValue;
  });
}

// A real form post, so that it also works when the session has ended: the answer is the page to unlock.
function lock(form) {
  const carrier = document.createElement("form");
  carrier.method = "post";
  carrier.action = url;
  carrier.hidden = true;
  const fields = form ? [...new FormData(form)] : [];
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (!form && token) fields.push(["csrfmiddlewaretoken", token.value]);
  if (!fields.some(([name]) => name === "_page")) fields.push(["_page", location.pathname]);
  for (const [name, value] of fields) {
    if (typeof value !== "string") continue;
    const box = document.createElement("textarea");
    box.name = name;
    box.value = value;
    carrier.append(box);
  }
  document.body.append(carrier);
  carrier.submit();
}

// Somebody who types for a quarter of an hour without saving is still there.
let told = Date.now();
function tellServer() {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (!token || last <= told || Date.now() - told < 3 * 60_000) return;
  told = Date.now();
  fetch(document.body.dataset.stillHereUrl, {
    method: "POST",
    headers: { "X-CSRFToken": token.value, "HX-Request": "true" },
  }).catch(() => {});
}

if (minutes && url) {
  setInterval(() => {
    tellServer();
    if (Date.now() - last >= minutes * 60_000) {
      last = Date.now();
      lock(typedForm());
    }
  }, 5_000);
  // A page that asks by itself was told that the session is locked or over.
  document.body.addEventListener("locked", () => lock(typedForm()));
  // "Lock the screen" keeps the typed form too.
  document.querySelector("[data-lock]")?.addEventListener("click", (event) => {
    event.preventDefault();
    lock(typedForm());
  });
}
