// Convenience at the counter. The server checks, masks and remembers by itself; without this file every task still works.

const form = document.querySelector("form.newcomer");

// --- Aadhaar: masked the moment it is complete. The digits move into a hidden box that is sent in its place. -------
const D = "0123456789 1234067895 2340178956 3401289567 4012395678 5987604321 6598710432 7659821043 8765932104 9876543210".split(" ");
const P = "0123456789 1576283094 5803796142 8916043527 9453126870 4286573901 2793806415 7046913258".split(" ");

function isAadhaar(digits) {
  if (!/^[2-9]\d{11}$/.test(digits)) return false;
  let sum = 0;
  [...digits].reverse().forEach((digit, place) => { sum = +D[sum][+P[place % 8][+digit]]; });
  return sum === 0;
}

const shown = document.querySelector("[data-aadhaar]");
if (shown) {
  const sent = document.createElement("input");
  sent.type = "hidden";
  sent.name = shown.name;
  sent.value = shown.value;
  shown.removeAttribute("name");
  shown.after(sent);
  shown.addEventListener("input", () => { sent.value = shown.value; });
  shown.addEventListener("blur", () => {
    const digits = shown.value.replace(/[\s-]/g, "").replace(/[०-९]/g, (digit) => digit.charCodeAt(0) - 0x966);
    if (isAadhaar(digits)) shown.value = `XXXX XXXX ${digits.slice(-4)}`;
  });
  shown.addEventListener("focus", () => shown.select());
}

// --- The other script, the district of a PIN code, the place of the last person --------------------------------------
function fill(name, value) {
  const box = form?.elements[name];
  if (box && !box.dataset.touched && value !== undefined) box.value = value;
}

form?.addEventListener("input", (event) => { if (event.target.name) event.target.dataset.touched = "yes"; });
for (const box of form?.querySelectorAll("[name=name_other]") ?? []) if (box.value) box.dataset.touched = "yes";
form?.elements.pincode?.setAttribute("list", "pincodes");
form?.elements.post_office?.setAttribute("list", "offices");

document.addEventListener("htmx:afterSettle", () => {
  if (!form) return;
  fill("name_other", document.getElementById("other-name")?.textContent ?? "");
  const offices = document.getElementById("offices");
  if (!offices?.dataset.district) return;
  fill("district", offices.dataset.district);
  fill("state", offices.dataset.state);
  if (offices.options.length === 1) fill("post_office", offices.options[0].value);
});

document.querySelector("[data-place]")?.addEventListener("click", (event) => {
  event.preventDefault();
  for (const [name, value] of Object.entries(event.currentTarget.dataset)) {
    const box = form?.elements[name];
    if (box) {
      box.value = value;
      box.dataset.touched = "yes";
    }
  }
  form.elements.pincode.dispatchEvent(new Event("change", { bubbles: true }));
  form.querySelector("[data-aadhaar]").focus();
});

// A grown woman is mostly written with her husband's name: proposed, never insisted on.
function proposeRelation() {
  const relation = form?.elements.guardian_relation;
  if (!relation || relation.dataset.touched || form.elements.guardian_name.value) return;
  const years = parseInt(document.getElementById("birth-meaning")?.textContent ?? "", 10);
  relation.value = form.elements.sex.value === "F" && years >= 20 ? "W" : "F";
}
document.addEventListener("htmx:afterSettle", proposeRelation);
form?.addEventListener("change", (event) => {
  if (event.target.name === "guardian_relation") event.target.dataset.touched = "yes";
  proposeRelation();
});

// --- Sex by one letter, in either script -----------------------------------------------------------------------------
const SEX = { f: "F", m: "M", o: "O", "म": "F", "प": "M", "अ": "O" };
form?.addEventListener("keydown", (event) => {
  const value = /(^|_)sex$/.test(event.target.name ?? "") && !event.ctrlKey && !event.altKey ? SEX[event.key.toLowerCase()] : undefined;
  if (!value) return;
  event.preventDefault();
  const radio = form.querySelector(`[name=${event.target.name}][value=${value}]`);
  radio.checked = true;
  radio.focus();
  radio.dispatchEvent(new Event("change", { bubbles: true }));
});

// --- How long this registration takes ---------------------------------------------------------------------------------
const watch = document.querySelector("[data-stopwatch]");
const started = parseInt(form?.elements.started?.value ?? "", 10);
if (watch && started) {
  const template = watch.dataset.stopwatch;
  const began = performance.now();
  setInterval(() => { watch.textContent = template.replace("0", Math.round((performance.now() - began) / 1000)); }, 1000);
}

// --- Keys: arrows through people, Escape leaves a form that nobody has begun ------------------------------------------
document.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const rows = [...document.querySelectorAll("a.person-row[data-row]")];
    const here = rows.indexOf(document.activeElement);
    const inBox = document.activeElement?.id === "q";
    if (!rows.length || (here < 0 && !inBox)) return;
    event.preventDefault();
    rows[Math.max(0, Math.min(rows.length - 1, here + (event.key === "ArrowDown" ? 1 : -1)))].focus();
  }
  if (event.key === "Escape" && !document.querySelector("details.menu[open]")) {
    const leave = document.querySelector("[data-leave]");
    if (leave && !form.querySelector("[data-touched]")) leave.click();
  }
});
