// Keeps a form while it is typed (form[data-keep]), and makes a large photo small before it travels a poor line.
// Without this file the form's own buttons keep everything, and the server makes the photo small.

const QUIET = 1500; // ms after the last key
const AGAIN = 5000; // ms until the next try while the connection is gone
const LONGEST = 1600; // points, as opd/pictures.py draws it

const form = document.querySelector("form[data-keep]");
const status = form?.querySelector("[data-kept]");
let timer = null;

async function keep() {
  const data = new FormData(form);
  data.delete("picture");
  data.set("do", "save");
  try {
    const answer = await fetch(form.action || location.href, {
      method: "POST", body: new URLSearchParams(data), redirect: "manual", headers: { "X-Requested-With": "fetch" },
    });
    if (!answer.ok) throw new Error(answer.status);
    status.textContent = `${form.dataset.saidSaved} ${(await answer.json()).saved}`;
  } catch {
    status.textContent = form.dataset.saidOffline;
    timer = setTimeout(keep, AGAIN);
  }
}

async function shrink(box) {
  const file = box.files[0];
  if (!file || file.size < 400_000) return;
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  const paper = canvas.getContext("2d");
  paper.fillStyle = "#fff";
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  if (!blob || blob.size >= file.size) return;
  const small = new DataTransfer();
  small.items.add(new File([blob], "picture.jpg", { type: "image/jpeg" }));
  box.files = small.files;
}

form?.addEventListener("input", (event) => {
  if (event.target.type === "file") {
    shrink(event.target).catch(() => {}); // not a picture this browser can read: the server says so
    return;
  }
  status.textContent = form.dataset.saidUnsaved;
  clearTimeout(timer);
  timer = setTimeout(keep, QUIET);
});
form?.addEventListener("submit", () => clearTimeout(timer));
