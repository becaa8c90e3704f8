// Makes the survey quicker, where scripts run: questions that depend on others come and go at
// once, and a draft is kept on this device if its owner ticks so. Nothing here is needed to answer.

const form = document.getElementById("bogen");
const DRAFTS = "ratschlag_draft ";
const LIFETIME = 30 * 24 * 60 * 60 * 1000; // as privacy/rules.py declares it
// Not part of a draft: they belong to one sending, not to what somebody said.
const OWN = new Set(["survey", "version", "form_key", "stamp", "page", "go", "asked"]);

/** A page from a shared cache has no key: without one, sending twice would count twice. */
function fillKey() {
  const field = form.elements.form_key;
  if (field.value) return;
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  field.value = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_");
}

/** What a question was answered: all values that stand open under its name. */
function said(key) {
  const data = new FormData(form);
  const own = [...data.entries()].filter(([name]) => name === key || name.startsWith(`${key}.`));
  return own.map(([, value]) => String(value).trim()).filter((value) => value !== "");
}

/** 2.50, ٢,٥ and 5.9.2016 as they are compared: numbers as numbers, days as 2016-09-05. */
function comparable(value) {
  const plain = value.replace(/\p{Nd}/gu, digit);
  const day = plain.match(/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/);
  if (day) return `${day[3]}-${day[2].padStart(2, "0")}-${day[1].padStart(2, "0")}`;
  const number = Number(plain.replace(",", "."));
  return plain === "" || Number.isNaN(number) ? value : number;
}

function digit(sign) {
  const code = sign.codePointAt(0);
  for (const zero of [0x30, 0x660, 0x6f0]) {
    if (code >= zero && code < zero + 10) return String(code - zero);
  }
  return sign;
}

function holds([key, operator, value]) {
  const answers = said(key);
  const is = answers.some((answer) => comparable(answer) === comparable(value));
  if (operator === "answered") return answers.length > 0;
  if (operator === "is") return is;
  if (operator === "is_not") return !is;
  if (answers.length === 0) return false;
  const [there, wanted] = [comparable(answers[0]), comparable(value)];
  return operator === "at_least" ? there >= wanted : there <= wanted;
}

/** Show what applies. In the order of the page, because a condition looks only back. */
function showWhatApplies() {
  for (const part of form.querySelectorAll("[data-if]")) {
    const applies = JSON.parse(part.dataset.if).every(({ join, tests }) =>
      join === "any" ? tests.some(holds) : tests.every(holds),
    );
    part.hidden = part.disabled = !applies;
  }
  const open = [...form.querySelectorAll("[data-question]")].filter(
    (ask) => !ask.closest("[data-if][hidden]"),
  );
  form.elements.asked.value = open.map((ask) => ask.dataset.question).join(" ");
}

/** Who writes beside a list means the line, so it is chosen for them. */
function chooseOther(event) {
  const name = event.target.name ?? "";
  if (!name.endsWith(".other") || event.target.value.trim() === "") return;
  const choice = document.getElementById(`id_${name.slice(0, -".other".length)}_other`);
  if (choice) choice.checked = true;
}

function draftKey() {
  return DRAFTS + form.dataset.draft;
}

function keepDraft() {
  const entries = [...new FormData(form).entries()].filter(([name]) => !OWN.has(name));
  localStorage.setItem(draftKey(), JSON.stringify({ until: Date.now() + LIFETIME, entries }));
}

/** The entries of the draft that is kept here, if its time has not run out. */
function keptDraft() {
  const { until, entries } = JSON.parse(localStorage.getItem(draftKey()) ?? "{}");
  if (until > Date.now()) return entries;
  localStorage.removeItem(draftKey());
  return null;
}

/** Put a draft into the form; what belongs to another page goes along unseen. */
function restore(entries) {
  for (const [name, value] of entries) {
    const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const choice = fields.find((field) => ["radio", "checkbox"].includes(field.type));
    if (choice) {
      for (const field of fields) if (field.value === value) field.checked = true;
    } else if (fields.length > 0) {
      fields[0].value = value;
    } else {
      const hidden = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      form.prepend(hidden);
    }
  }
}

function offerDraft() {
  const tick = document.getElementById("id_keep_draft");
  if (!tick) return; // A preview at the desk keeps nothing.
  let stored = null;
  try {
    stored = keptDraft();
  } catch {
    return; // A browser that stores nothing is not asked to.
  }
  document.getElementById("entwurf").hidden = false;
  if (stored !== null) {
    tick.checked = true;
    if ("fresh" in form.dataset) restore(stored);
  }
  tick.addEventListener("change", () => {
    if (tick.checked) keepDraft();
    else localStorage.removeItem(draftKey());
  });
  form.addEventListener("input", () => tick.checked && keepDraft());
}

/** The receipt is here, so the draft has done its work. */
function dropDraft(prefix) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(DRAFTS + prefix)) localStorage.removeItem(key);
    }
  } catch {
    // Where nothing can be stored, nothing was.
  }
}

if (form) {
  fillKey();
  offerDraft();
  showWhatApplies();
  form.addEventListener("input", (event) => {
    chooseOther(event);
    showWhatApplies();
  });
  form.addEventListener("submit", () => {
    form.dataset.sent = "";
  });
  // Back from the receipt the form is empty: the next person at this device sees nothing.
  addEventListener("pageshow", (event) => {
    if (event.persisted && "sent" in form.dataset) location.reload();
  });
} else {
  const receipt = document.getElementById("receipt");
  if (receipt) dropDraft(receipt.dataset.draft);
}
