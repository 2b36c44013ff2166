// Inspection on a bad link: every answer is sent by itself, and the page says saved only when the server said so.
// Nothing is kept in the browser; without this script the button at the foot saves the whole section.

const form = document.querySelector("form[data-items]");
const AGAIN = [2, 5, 10, 20, 30]; // seconds between tries
const LONGEST = 20_000; // milliseconds one try may take

class Item {
  constructor(box) {
    this.box = box;
    this.state = box.querySelector("[data-state]");
    this.tries = 0;
    this.isDirty = false;
    this.isSending = false;
    box.addEventListener("input", (event) => this.changed(event));
    box.addEventListener("change", (event) => this.changed(event, true));
  }

  changed(event, isDone = false) {
    if (event.target.type === "checkbox" && event.target.checked) this.box.querySelector("input.digits").value = "";
    if (event.target.matches("input.digits") && event.target.value) this.box.querySelector("[type=checkbox]").checked = false;
    this.isDirty = true;
    this.say(form.dataset.waiting, "unsaved");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), isDone ? 0 : 1200);
  }

  body() {
    const data = new URLSearchParams();
    for (const input of this.box.querySelectorAll("[data-name]")) {
      if (/radio|checkbox/.test(input.type) && !input.checked) continue;
      if (input.value !== "" || !data.has(input.dataset.name)) data.set(input.dataset.name, input.value);
    }
    return data;
  }

  async send() {
    if (this.isSending) return;
    const body = this.body();
    if (!body.get("value") && !body.get("remark")) {
      this.isDirty = false;
      this.say("", "");
      return;
    }
    this.isSending = true;
    this.isDirty = false;
    this.say(form.dataset.savingNow, "unsaved");
    try {
      const answer = await fetch(this.box.dataset.url, {
        method: "POST", body, headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
        signal: AbortSignal.timeout(LONGEST), redirect: "manual",
      });
      await this.heard(answer);
    } catch {
      this.later();
    }
    this.isSending = false;
    if (this.isDirty && !this.timerRuns) this.send();
    sayAll();
  }

  async heard(answer) {
    if (answer.type === "opaqueredirect" || answer.status === 403) return this.refused(form.dataset.signedOut);
    if (answer.status >= 500 || !answer.headers.get("Content-Type")?.includes("json")) return this.later();
    const said = await answer.json();
    if (said.seen !== undefined) this.box.querySelector("[data-name=seen]").value = said.seen;
    if (!answer.ok) return this.refused(said.words);
    this.tries = 0;
    this.timerRuns = false;
    if (!this.isDirty) this.say(said.words, "saved");
  }

  refused(words) {
    this.say(words, "unsaved");
  }

  later() {
    this.isDirty = true;
    this.timerRuns = true;
    this.say(form.dataset.notSaved, "unsaved");
    this.timer = setTimeout(() => { this.timerRuns = false; this.send(); }, 1000 * AGAIN[Math.min(this.tries++, AGAIN.length - 1)]);
  }

  say(words, state) {
    this.state.textContent = words;
    this.state.className = `save-state ${state}`;
    sayAll();
  }

  get isUnsaved() {
    return this.state.classList.contains("unsaved");
  }
}

const items = form ? [...form.querySelectorAll("[data-item]")].map((box) => new Item(box)) : [];

function sayAll() {
  const open = items.filter((item) => item.isUnsaved).length;
  const line = form.querySelector("[data-page-state]");
  line.textContent = open ? `${form.dataset.some} ${open}` : items.some((item) => item.state.textContent) ? form.dataset.allSaved : "";
  line.className = `save-state ${open ? "unsaved" : line.textContent ? "saved" : ""}`;
}

if (form) {
  let isLeaving = false;
  form.addEventListener("submit", () => { isLeaving = true; });
  addEventListener("pageshow", () => { isLeaving = false; });
  addEventListener("online", () => items.filter((item) => item.timerRuns).forEach((item) => { clearTimeout(item.timer); item.timerRuns = false; item.send(); }));
  addEventListener("beforeunload", (event) => {
    if (!isLeaving && items.some((item) => item.isUnsaved)) event.preventDefault();
  });
}
