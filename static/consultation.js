// The consultation page: saves as one types, suggests while one types, adds lines without a reload.
// Without this file every button of the form does the same by posting the page.

const form = document.getElementById("consultation");
const QUIET = 1500; // ms after the last key
const AGAIN = [1000, 2000, 4000, 8000, 15000]; // ms between tries while the connection is gone

let number = 0;
let isDirty = false;
let isBusy = false;
let tries = 0;
let timer = null;

const status = () => document.getElementById("saved");
const say = (key, more = "") => { status().textContent = `${form.dataset[key]}${more ? ` ${more}` : ""}`; };

async function send(button) {
  const data = new FormData(form);
  number += 1;
  data.set("number", number);
  data.set("do", button);
  const gone = new AbortController();
  const limit = setTimeout(() => gone.abort(), 8000);
  try {
    return await fetch(form.action, {
      method: "POST", body: new URLSearchParams(data), redirect: "manual", signal: gone.signal,
      headers: { "X-Requested-With": "fetch" },
    });
  } finally {
    clearTimeout(limit);
  }
}

// Not saved, and only the person can go on: sign in again, or choose between two texts. The page posts itself then.
function needsPerson(key) {
  const button = document.createElement("button");
  button.name = "do";
  button.value = "save";
  button.className = "btn btn-sm btn-outline-danger";
  button.textContent = form.dataset[key];
  button.dataset.plain = "";
  status().replaceChildren(button);
}

async function save() {
  clearTimeout(timer);
  if (!isDirty || isBusy) return;
  isBusy = true;
  isDirty = false;
  say("saidSaving");
  try {
    const answer = await send("save");
    if (answer.type === "opaqueredirect" || answer.status === 403) return needsPerson("saidSignin");
    if (answer.status === 409) return needsPerson("saidConflict");
    if (!answer.ok) throw new Error(answer.status);
    const saved = await answer.json();
    form.elements.version.value = saved.version;
    tries = 0;
    if (!isDirty) say("saidSaved", saved.saved);
  } catch {
    isDirty = true;
    say("saidOffline");
    timer = setTimeout(save, AGAIN[Math.min(tries++, AGAIN.length - 1)]);
    return;
  } finally {
    isBusy = false;
  }
  if (isDirty) timer = setTimeout(save, QUIET);
}

async function press(value, focusOn) {
  while (isBusy) await new Promise((done) => setTimeout(done, 30));
  clearTimeout(timer);
  isBusy = true;
  try {
    const answer = await send(value);
    if (answer.type === "opaqueredirect" || answer.status === 403) return needsPerson("saidSignin");
    if (answer.status === 409) return needsPerson("saidConflict");
    if (!answer.ok) throw new Error(answer.status);
    document.getElementById("paper").innerHTML = await answer.text();
    isDirty = false;
    const marked = form.querySelector("[autofocus]");
    const next = document.getElementById("notice") ? form.elements.medicine : document.getElementById(focusOn) ?? marked;
    next?.focus();
  } catch {
    isDirty = true;
    say("saidOffline");
    timer = setTimeout(save, AGAIN[0]);
  } finally {
    isBusy = false;
  }
}

// --- suggestions --------------------------------------------------------------------------------------------
let asked = 0;

async function suggest(box) {
  const list = document.getElementById(`for-${box.id}`);
  const mine = (asked += 1);
  if (!box.value.trim()) return list.replaceChildren();
  const query = new URLSearchParams({ q: box.value });
  for (const name of (box.dataset.with ?? "").split(" ").filter(Boolean)) query.set(name, form.elements[name].value);
  try {
    const answer = await fetch(`${box.dataset.suggest}?${query}`, { redirect: "manual" });
    if (answer.ok && mine === asked) list.innerHTML = await answer.text();
  } catch { /* a suggestion that does not come is no loss */ }
}

function move(event, list, box) {
  const buttons = [...list.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement);
  const next = event.key === "ArrowDown" ? buttons[at + 1] : at > 0 ? buttons[at - 1] : box;
  if (next) {
    event.preventDefault();
    next.focus();
  }
}

function boxOf(element) {
  const list = element.closest(".suggestions");
  return list ? document.getElementById(list.id.slice(4)) : element.closest("[data-suggest]");
}

if (form) {
  let waiting = null;
  form.addEventListener("input", (event) => {
    isDirty = true;
    say("saidUnsaved");
    clearTimeout(timer);
    timer = setTimeout(save, QUIET);
    const named = event.target;
    const box = named.dataset.suggest ? named : ["dose", "food", "days"].includes(named.name) ? form.elements.medicine : null;
    if (!box) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => suggest(box), 120);
  });
  form.addEventListener("focusout", () => { if (isDirty) save(); });
  form.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const box = boxOf(event.target);
    const list = box && document.getElementById(`for-${box.id}`);
    if (list && (event.key === "ArrowDown" || event.key === "ArrowUp")) return move(event, list, box);
    if (event.key === "Escape" && list?.childElementCount) {
      list.replaceChildren();
      box.focus();
      return;
    }
    if (event.key !== "Enter" || event.ctrlKey || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    const adds = event.target.dataset.add ?? (event.target.closest(".rx-entry") ? "medicine" : "");
    if (adds) press(adds, adds);
    else save();
  });
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (button?.value === "review") return review(event);
    if (!button || button.dataset.plain !== undefined) return;
    event.preventDefault();
    if (button.value === "save") {
      isDirty = true;
      save();
      return;
    }
    const box = boxOf(button) ?? button.closest("div")?.querySelector("[data-suggest]");
    press(button.value === "enter" ? "enter" : button.value, box?.id ?? focusAfter(button.value));
  });
  addEventListener("beforeunload", (event) => { if (isDirty && !form.dataset.sent) event.preventDefault(); });
  addEventListener("visibilitychange", () => { if (document.hidden && isDirty) save(); });
}

// The page goes to be signed: a save under way comes first, and none may follow, or the draft changes under the signature.
async function review(event) {
  clearTimeout(timer);
  if (!isBusy) {
    isDirty = false;
    number += 1;
    form.elements.number.value = number;
    return;
  }
  event.preventDefault();
  const button = event.submitter;
  while (isBusy) await new Promise((done) => setTimeout(done, 30));
  form.requestSubmit(button);
}

function focusAfter(value) {
  const [what, section] = value.split(":");
  const boxes = { complaints: "complaint", diagnoses: "diagnosis", medicines: "medicine", tests: "test" };
  if (what === "drop") return boxes[section];
  return { change: "medicine", advice: "advice", follow: "follow_up", complaint: "complaint", test: "test", order: "test", repeat: "follow_up", examination: "examination" }[what];
}
