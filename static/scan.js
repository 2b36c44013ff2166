// A scanner is a keyboard that types fast. Wherever the cursor stands, a scan is taken out of that box and goes to the
// scan box; a person's typing goes where it went. Without this file the scan box works when the cursor is in it.

const GAP = 60; // milliseconds between two characters of one scan: scanners take 5 to 30, people 80 and more
const SURE = 4; // so many in a row that fast are no person; from then on nothing reaches the box below
const SHORTEST = 6; // characters of a scan; less was a person after all
const LONG = 25; // longer than anything a box of its own (data-scan-here) waits for
const HICCUP = 250; // milliseconds that a scan under way may stand still on a busy computer
const ECHO = 150; // milliseconds in which a scanner's second Enter is still the same scan's

const form = document.querySelector("main form[data-scan]") ?? document.querySelector("form[data-scan]");
const field = form?.elements.q;
const words = form?.querySelector("[data-scan-words]");
const CARD = /^\s*(\d{200,}|\{\s*"|<|.{0,80}PrintLetterBarcodeData)/s;
const HINDI = /[\u0900-\u097f]/;

// What stands on the keys of an American keyboard, which is what scanners imitate.
const PLAIN = { Space: " ", Minus: "-", Equal: "=", BracketLeft: "[", BracketRight: "]", Backslash: "\\", Semicolon: ";", Quote: "'", Backquote: "`", Comma: ",", Period: ".", Slash: "/" };
const SHIFTED = { Minus: "_", Equal: "+", BracketLeft: "{", BracketRight: "}", Backslash: "|", Semicolon: ":", Quote: '"', Backquote: "~", Comma: "<", Period: ">", Slash: "?" };
const DIGITS_SHIFTED = ")!@#$%^&*(";

function onAmerican(event) {
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (letter) return event.shiftKey !== event.getModifierState("CapsLock") ? letter : letter.toLowerCase();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  if (digit) return event.shiftKey && event.code.startsWith("Digit") ? DIGITS_SHIFTED[digit] : digit;
  return (event.shiftKey && SHIFTED[event.code]) || PLAIN[event.code] || null;
}

let restoring = false;
const changed = new Set();
document.addEventListener("input", (event) => {
  const owner = event.target.form;
  if (!restoring && owner && owner !== form && owner.method === "post") changed.add(owner);
}, true);

let burst = null; // { keys, codes, at, box, state, taken, slow }
let quietUntil = 0;
let pending = ""; // the beginning of a scan that stood still, waiting in the scan box

function stateOf(box) {
  if (!box?.matches?.("input, textarea, select")) return null;
  const group = box.type === "radio" && box.form ? [...box.form.elements].filter((one) => one.name === box.name) : [box];
  let caret = null, end = null;
  try { [caret, end] = [box.selectionStart, box.selectionEnd]; } catch { /* a box without a caret */ }
  const parts = group.map((one) => [one, one.value, one.checked, one.dataset.touched]);
  return { caret, end, parts, owner: box.form, hadChanged: changed.has(box.form) };
}

function restore(state) {
  if (!state) return;
  restoring = true;
  if (!state.hadChanged) changed.delete(state.owner);
  for (const [one, value, checked, touched] of state.parts) {
    if (one.value === value && one.checked === checked) continue;
    one.value = value;
    one.checked = checked;
    one.dispatchEvent(new Event("input", { bubbles: true }));
    one.dispatchEvent(new Event("change", { bubbles: true }));
    if (touched === undefined) delete one.dataset.touched;
  }
  restoring = false;
}

// A person after all: what was held back goes into the box as if it had been typed.
function giveBack(done) {
  const { box, keys, state } = done;
  if (!box?.matches?.("input, textarea") || state?.caret === null) return;
  const text = keys.filter((key) => key.length === 1).join("");
  box.setRangeText(text, state.caret, Math.min(state.end, box.value.length), "end"); // over what was marked, as keys do
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function say(which) {
  if (!words) return;
  words.textContent = words.dataset[which] ?? "";
  words.hidden = !which;
}

function typedOn(newcomer) {
  for (const old of form.querySelectorAll("[data-carried]")) old.remove();
  for (const [name, value] of new FormData(newcomer)) {
    if (typeof value !== "string" || !value || /aadhaar|csrf|idem|_page|scanned|started|consent/.test(name)) continue;
    const box = newcomer.elements[name];
    if (box instanceof Element && box.value === box.defaultValue && box.tagName === "INPUT" && box.type === "text") continue;
    const carried = document.createElement("input");
    Object.assign(carried, { type: "hidden", name: `typed-${name}`, value });
    carried.dataset.carried = "";
    form.append(carried);
  }
}

function send(text) {
  const newcomer = document.querySelector("form.newcomer");
  const keepsTyped = newcomer && CARD.test(text);
  const unsaved = [...changed].some((one) => one.isConnected && !(keepsTyped && one === newcomer));
  field.value = text;
  if (unsaved) {
    field.focus();
    say("unsaved");
    return;
  }
  if (keepsTyped && changed.has(newcomer)) typedOn(newcomer);
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "scanned", value: "yes" }));
  form.requestSubmit();
}

function finish(event) {
  const done = burst;
  burst = null;
  if (!done?.taken) return;
  const isOwn = done.box?.closest?.("[data-scan-here]");
  if (done.keys.length < SHORTEST || (isOwn && done.keys.length < LONG)) {
    giveBack(done);
    return;
  }
  event?.preventDefault();
  event?.stopImmediatePropagation();
  quietUntil = (event?.timeStamp ?? performance.now()) + ECHO;
  const isForeign = done.keys.some((key) => key.length !== 1 || HINDI.test(key));
  if (isForeign && done.codes.includes(null)) {
    field.focus();
    say("hindi");
    return;
  }
  const rest = (isForeign ? done.codes : done.keys).join("");
  const text = pending && done.box === field && field.value === pending ? pending + rest : rest;
  pending = event ? "" : text;
  // Without Enter at its end it waits in the box: a scan that stopped half-way goes on there.
  if (event) send(text);
  else {
    field.value = text;
    field.focus();
    field.setSelectionRange(text.length, text.length);
  }
}

let idle = 0;
document.addEventListener("keydown", (event) => {
  if (!field || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.timeStamp < quietUntil) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const isEnd = event.key === "Enter" || event.key === "Tab";
  const isSign = event.key.length === 1 || event.key === "Process" || event.key === "Unidentified" || (event.key === "Dead" && event.code);
  if (isEnd) {
    if (burst && event.timeStamp - burst.at < (burst.taken ? HICCUP : GAP)) finish(event);
    burst = null;
    return;
  }
  if (!isSign) return;
  if (!burst || event.timeStamp - burst.at > (burst.taken ? HICCUP : GAP) || burst.box !== event.target) {
    if (burst?.taken) finish(null);
    const box = event.target;
    burst = { keys: [], codes: [], at: 0, box, state: stateOf(box), taken: false, slow: 0 };
  } else if (event.timeStamp - burst.at > GAP && ++burst.slow > 1 + burst.keys.length / 10) {
    const person = burst; // began like a scanner and goes on like a person
    burst = null;
    giveBack(person);
    return;
  }
  burst.keys.push(event.key);
  burst.codes.push(onAmerican(event));
  burst.at = event.timeStamp;
  if (burst.keys.length === SURE) {
    burst.taken = true;
    restore(burst.state);
  }
  if (burst.taken) {
    event.preventDefault();
    event.stopImmediatePropagation();
    clearTimeout(idle);
    idle = setTimeout(() => finish(null), HICCUP);
  }
}, true);

// What was scanned does not wait in the browser for whoever sits down next.
window.addEventListener("pagehide", () => {
  if (!field) return;
  field.value = field.defaultValue;
  for (const carried of form.querySelectorAll("[data-carried]")) carried.remove();
});

// --- The computer's or phone's own camera, where the browser can read codes ---------------------------------------
const FORMATS = ["qr_code", "code_128", "pdf417"];
const button = form?.querySelector("[data-camera]");

async function canRead() {
  if (!button || !("BarcodeDetector" in window) || !navigator.mediaDevices?.getUserMedia) return [];
  const known = await window.BarcodeDetector.getSupportedFormats();
  return FORMATS.filter((format) => known.includes(format));
}

async function look(formats) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 } } });
  } catch {
    say("noCamera");
    return;
  }
  const dialog = document.createElement("dialog");
  dialog.className = "camera";
  const video = document.createElement("video");
  Object.assign(video, { srcObject: stream, muted: true, playsInline: true });
  const aim = document.createElement("p");
  aim.textContent = words.dataset.aim;
  dialog.append(video, aim);
  document.body.append(dialog);
  dialog.addEventListener("close", () => {
    for (const track of stream.getTracks()) track.stop();
    dialog.remove();
    button.focus();
  });
  dialog.showModal();
  await video.play();
  const detector = new window.BarcodeDetector({ formats });
  while (dialog.open) {
    const [code] = await detector.detect(video).catch(() => []);
    if (code?.rawValue && dialog.open) {
      dialog.close();
      send(code.rawValue);
    }
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
}

canRead().then((formats) => {
  if (!formats.length) return;
  button.hidden = false;
  button.addEventListener("click", () => look(formats));
});
