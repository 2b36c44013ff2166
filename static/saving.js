// A form that neither a cut line nor a power cut loses. While it is typed, the server keeps it every few seconds; when it
// is saved, the same form is sent again until an answer comes, and the page says honestly which of the three it is:
// being sent, not saved yet, saved. The server acts once however often it comes; without this file it is sent as ever.

const KEEP = 3_000; // milliseconds after the first letter that is not kept yet
const PATIENCE = 8_000; // milliseconds for one answer
const PAUSES = [1, 2, 4, 8, 15]; // seconds before each further try; then always the last
const AGAIN = new Set([408, 429, 502, 503, 504]); // answers of something on the way, not of our server

const form = document.querySelector("form[data-saving]");
const bar = document.querySelector("[data-saving-bar]");
const words = bar?.querySelector("[data-words]");

// --- Kept while it is typed ----------------------------------------------------------------------------------------
let timer = 0;
let isDone = false; // saved, left or thrown away: nothing is kept any more

function isSecret(name) { return /aadhaar$|aadhaar_kept$/.test(name); } // the server drops it in any case

function typed() {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !isSecret(name)) fields.append(name, value);
  }
  return fields;
}

async function keep(extra = {}) {
  clearTimeout(timer);
  timer = 0;
  if (isDone) return;
  try {
    const answer = await fetch(form.dataset.draftUrl, {
      method: "POST", body: typed(), credentials: "same-origin", headers: { "HX-Request": "true" }, ...extra,
    });
    // The session is over or locked: idle.js takes the form along to the door.
    if (answer.headers.has("HX-Redirect")) document.body.dispatchEvent(new Event("locked"));
    else if (answer.ok) noteKept();
  } catch { schedule(); }
}

function noteKept() {
  if (!form.elements._kept) {
    const mark = Object.assign(document.createElement("input"), { type: "hidden", name: "_kept", value: "yes" });
    form.append(mark);
  }
  const state = form.querySelector("[data-kept]");
  const clock = document.querySelector("[data-clock]")?.textContent.trim().slice(-5) ?? "";
  if (state) state.textContent = state.dataset.kept.replace("{time}", clock);
}

function schedule() {
  if (!isDone && !timer) timer = setTimeout(keep, KEEP);
}

if (form?.dataset.draftUrl) {
  form.addEventListener("input", schedule);
  form.addEventListener("change", schedule);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && timer) keep({ keepalive: true });
  });
  document.querySelector("[data-leave]")?.addEventListener("click", () => {
    isDone = true;
    clearTimeout(timer);
    const fields = typed();
    fields.append("drop", "yes");
    fetch(form.dataset.draftUrl, { method: "POST", body: fields, credentials: "same-origin", keepalive: true }).catch(() => {});
  });
}

// --- Saved, whatever the line does ---------------------------------------------------------------------------------
let sending = null; // { body, tries, wake }: the same bytes at every try

function say(which, seconds = "") {
  bar.hidden = !which;
  bar.dataset.state = which;
  words.textContent = which ? bar.dataset[which].replace("{seconds}", seconds) : "";
  for (const button of bar.querySelectorAll("button")) button.hidden = which !== "unsaved";
}

function stop(which) {
  sending = null;
  form.inert = false;
  delete form.dataset.sent;
  say(which);
  form.querySelector("[data-main]")?.focus();
}

async function ask(body) {
  return fetch(form.action, {
    method: "POST", body, credentials: "same-origin", redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
    headers: { "X-Saving": "yes", "Content-Type": "application/x-www-form-urlencoded" },
  });
}

// Counts down in words; ends early when somebody presses “try now” or the line comes back.
function pause(seconds) {
  return new Promise((resolve) => {
    const until = Date.now() + seconds * 1000;
    const tick = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0 || !sending) return finish();
      say("unsaved", left);
    };
    const every = setInterval(tick, 500);
    const finish = () => { clearInterval(every); resolve(); };
    sending.wake = finish;
    tick();
  });
}

async function save(body) {
  const mine = sending = { body, tries: 0, wake: () => {} };
  isDone = true;
  clearTimeout(timer);
  form.inert = true;
  while (sending === mine) {
    say("sending");
    let answer = null;
    try { answer = await ask(body); } catch { /* no answer: not known whether it arrived */ }
    if (sending !== mine) return;
    const isCut = answer?.status === 204 && !answer.headers.has("X-Go"); // the line went in the middle of the answer
    if (answer && !isCut && !AGAIN.has(answer.status)) return arrived(answer);
    const seconds = PAUSES[Math.min(mine.tries++, PAUSES.length - 1)];
    await pause(seconds * (0.8 + 0.4 * Math.random()));
  }
}

function arrived(answer) {
  const where = answer.headers.get("X-Go");
  if (where) {
    const isDoor = /^\/(sign-in|locked)\/|[?&]held=/.test(where); // kept, not saved
    say(isDoor ? "door" : "saved");
    sending = null;
    location.assign(where);
  } else if (answer.status === 409 || answer.status === 422 || answer.type === "opaqueredirect") {
    sending = null; // the server has something to say about it: its own page says it best
    form.inert = false;
    HTMLFormElement.prototype.submit.call(form);
  } else {
    isDone = false;
    stop("fault");
  }
}

if (form && bar) {
  // Before everybody else who listens: what is sent from here is not sent by the browser too.
  window.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    event.preventDefault();
    if (!sending) save(new URLSearchParams(new FormData(form, event.submitter)).toString());
  }, true);
  bar.querySelector("[data-try]").addEventListener("click", () => sending?.wake());
  bar.querySelector("[data-stop]").addEventListener("click", () => { isDone = false; stop("stopped"); });
  window.addEventListener("online", () => sending?.wake());
  window.addEventListener("beforeunload", (event) => { if (sending) event.preventDefault(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) { isDone = false; stop(""); } });
}
