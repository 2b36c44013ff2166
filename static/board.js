// The waiting room's screen. It runs for days: one timer, one request at a time, one piece that is replaced only when
// it differs, and nothing that is kept from one turn to the next but the newest call of each department.
const EVERY = 5000, STALE = 30000, TOO_LONG = 10000, LIT = 12000;
const wall = document.getElementById("wall"), stale = document.getElementById("stale");
const clock = document.getElementById("clock"), voice = document.getElementById("voice");
let etag = "", fresh = Date.now(), calls = callsOf(wall), speaks = false;

function callsOf(piece) {
  return Object.fromEntries([...piece.querySelectorAll("[data-call]")].map((row) => [row.dataset.department, row.dataset.call]));
}

async function look() {
  const stop = new AbortController(), limit = setTimeout(() => stop.abort(), TOO_LONG);
  try {
    const answer = await fetch(wall.dataset.now, { headers: etag ? { "If-None-Match": etag } : {}, cache: "no-store", signal: stop.signal });
    if (answer.status === 404) return gone();
    if (answer.status !== 200 && answer.status !== 304) return;
    if (answer.status === 200) show(await answer.text(), answer.headers.get("ETag") || "");
    fresh = Date.now();
    tell(answer.headers.get("Date"));
  } catch {
    // No network: the clock of `fresh` says so after half a minute.
  } finally {
    clearTimeout(limit);
  }
}

function show(text, tag) {
  etag = tag;
  wall.innerHTML = text;
  const now = callsOf(wall);
  for (const row of wall.querySelectorAll("[data-call]")) {
    const { department, call, say } = row.dataset;
    if (!call || calls[department] === call) continue;
    row.classList.add("is-new");
    setTimeout(() => row.classList.remove("is-new"), LIT);
    speak(say);
  }
  calls = now;
}

// A renewed address: these numbers are nobody's any more.
function gone() {
  wall.replaceChildren();
  fresh = 0;
}

function tell(date) {
  if (!date) return;
  clock.textContent = new Date(date).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Kolkata" });
}

function hindi() {
  return window.speechSynthesis?.getVoices().find((one) => one.lang.toLowerCase().startsWith("hi"));
}

function speak(words) {
  const one = speaks && hindi();
  if (!one || speechSynthesis.pending) return; // one spoken, one waiting: a voice that lags behind helps nobody
  const said = new SpeechSynthesisUtterance(words);
  said.voice = one;
  said.lang = "hi-IN";
  said.rate = 0.85;
  speechSynthesis.speak(said);
}

function offer() {
  voice.hidden = !hindi();
}

voice.addEventListener("click", () => {
  speaks = !speaks;
  voice.setAttribute("aria-pressed", String(speaks));
  if (!speaks) speechSynthesis.cancel();
});
window.speechSynthesis?.addEventListener?.("voiceschanged", offer);
offer();

async function turn() {
  await look();
  stale.hidden = Date.now() - fresh < STALE;
  setTimeout(turn, EVERY);
}
setTimeout(turn, EVERY);
