// Measurements: Enter goes to the next box, and a value is flagged while it is typed. The server flags again.

const form = document.querySelector("form[data-vitals]");

function flagOf(value, [low, high, criticalLow, criticalHigh]) {
  if (criticalLow !== null && value < criticalLow) return "LL";
  if (criticalHigh !== null && value >= criticalHigh) return "HH";
  if (low !== null && value < low) return "L";
  return high !== null && value > high ? "H" : "";
}

function typedNumbers(box) {
  const text = box.value.replace(/[०-९]/g, (digit) => "०१२३४५६७८९".indexOf(digit)).trim();
  const celsius = box.name === "temperature" && /^([\d.]+) ?°?c$/i.exec(text);
  if (celsius) return [Math.round((celsius[1] * 9 / 5 + 32) * 10) / 10];
  return text.split("/").map((part) => (part.trim() === "" ? NaN : Number(part)));
}

function show(box) {
  const bands = box.dataset.band.split(";").map((row) => row.split(",").map((limit) => (limit === "" ? null : Number(limit))));
  const flags = typedNumbers(box).map((value, at) => (Number.isNaN(value) || !bands[at] ? "" : flagOf(value, bands[at])));
  const worst = flags.sort((a, b) => b.length - a.length)[0] ?? "";
  let mark = box.parentElement.querySelector(".live-flag");
  if (!mark) {
    mark = document.createElement("span");
    mark.setAttribute("role", "status");
    box.insertAdjacentElement("afterend", mark);
  }
  const words = { L: form.dataset.low, H: form.dataset.high, LL: form.dataset.veryLow, HH: form.dataset.veryHigh };
  mark.className = `live-flag flag ${worst.length === 2 ? "critical" : worst === "L" ? "low" : "high"}`;
  mark.textContent = worst ? `${worst} ${words[worst]}` : "";
}

if (form) {
  const boxes = [...form.querySelectorAll("[data-next]")];
  for (const box of boxes) {
    if (box.dataset.band) {
      box.addEventListener("change", () => show(box));
      if (box.value) show(box);
    }
  }
  form.addEventListener("keydown", (event) => {
    const at = boxes.indexOf(event.target);
    if (event.key !== "Enter" || event.ctrlKey || event.isComposing || at < 0) return;
    event.preventDefault();
    (boxes[at + 1] ?? form.querySelector("[data-main]")).focus();
  });
  if (!document.querySelector("[data-errors]")) boxes[0].focus();
}
