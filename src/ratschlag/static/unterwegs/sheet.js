// A form on the tablet: what was typed, which questions apply, what is wrong.
// The same rules as survey/compute/answers.py and conditions.py, which have the last word.
const IN_WORDS = ["long", "short"];

// What no database can hold is left out: NUL, and half of a pair of signs.
function clean(text) {
  return text.replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");
}

export function valuesOf(form) {
  const found = {};
  for (const [name, value] of new FormData(form)) {
    if (value.trim()) (found[name] ??= []).push(clean(value));
  }
  return found;
}

export function restore(form, values) {
  for (const field of form.elements) {
    if (!(field.name in values)) continue;
    if (field.type === "radio" || field.type === "checkbox") {
      field.checked = values[field.name].includes(field.value);
    } else {
      field.value = values[field.name][0];
    }
  }
}

// Nothing longer than what is taken can be typed.
export function limit(form, questions) {
  for (const question of questions) {
    const fields = [...form.elements].filter((field) => field.name === question.key);
    const longest = IN_WORDS.includes(question.kind) ? question.limit : 30;
    for (const field of fields) if ("maxLength" in field) field.maxLength = longest;
    const other = form.elements.namedItem(`${question.key}.other`);
    if (other) other.maxLength = question.otherLimit;
  }
}

// Everything that was said, which questions are shown, and what is wrong with any of them.
export function read(questions, values) {
  const said = {}, shown = new Set(), faults = {};
  for (const question of questions) {
    const applies = question.conditions.every((condition) => holds(condition, said));
    if (!applies && !IN_WORDS.includes(question.kind)) continue;
    if (applies) shown.add(question.key);
    const [answer, wrong, bound] = READERS[question.kind](question, values);
    if (wrong) faults[question.key] = [wrong, bound];
    else if (answer !== undefined) said[question.key] = answer;
    else if (applies && question.isRequired) faults[question.key] = ["missing"];
  }
  return { said, shown, faults };
}

function holds(condition, said) {
  if (!condition.tests) return true;
  const results = condition.tests.map((each) => fulfils(each, said));
  return condition.join === "all" ? results.every(Boolean) : results.some(Boolean);
}

function fulfils([question, operator, value], said) {
  const answer = said[question];
  const is = Array.isArray(answer) ? answer.includes(value) : answer !== undefined && String(answer) === value;
  if (operator === "answered") return answer !== undefined;
  if (operator === "is") return is;
  if (operator === "is_not") return !is;
  if (answer === undefined) return false;
  const [there, wanted] = [Number(answer), Number(value)];
  const isNumber = !Number.isNaN(there) && !Number.isNaN(wanted);
  const [left, right] = isNumber ? [there, wanted] : [String(answer), value];
  return operator === "at_least" ? left >= right : left <= right;
}

const last = (values, name) => (values[name] ?? [""]).at(-1).trim();

// Digits of every script count as ours; their signs stand in rows of ten.
function digits(text) {
  return text.replace(/\p{Nd}/gu, (sign) => {
    const at = sign.codePointAt(0);
    let before = 0;
    while (/\p{Nd}/u.test(String.fromCodePoint(at - before - 1))) before += 1;
    return before % 10;
  });
}

function text(question, values) {
  return [last(values, question.key) || undefined];
}

function single(question, values) {
  const other = question.hasOther && last(values, `${question.key}.other`);
  return [last(values, question.key) || (other ? "other" : undefined)];
}

function multiple(question, values) {
  const sent = new Set(values[question.key] ?? []);
  if (question.hasOther && last(values, `${question.key}.other`)) sent.add("other");
  if (!sent.size) return [];
  if (question.most !== null && sent.size > Number(question.most)) return [, "too_many", question.most];
  if (question.least !== null && sent.size < Number(question.least)) return [, "too_few", question.least];
  return [[...sent]];
}

function matrix(question, values) {
  const said = {};
  for (const row of question.rows) {
    const key = last(values, `${question.key}.${row}`);
    if (key) said[row] = key;
  }
  return [Object.keys(said).length ? said : undefined];
}

function ranking(question, values) {
  const places = new Map();
  for (const option of question.options) {
    const place = last(values, `${question.key}.${option}`);
    if (place && places.has(place)) return [, "ranked_twice", place];
    if (place) places.set(place, option);
  }
  const order = [...places.keys()].sort((one, other) => one - other);
  return [order.length ? order.map((place) => places.get(place)) : undefined];
}

function number(question, values) {
  const typed = digits(last(values, question.key)).replace(",", ".");
  if (!typed) return [];
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(typed)) return [, "not_a_number"];
  if (question.least !== null && Number(typed) < Number(question.least)) return [, "too_small", question.least];
  if (question.most !== null && Number(typed) > Number(question.most)) return [, "too_large", question.most];
  return [String(Number(typed))];
}

function day(question, values) {
  const typed = digits(last(values, question.key));
  if (!typed) return [];
  const parts = typed.includes(".") ? typed.split(".").reverse() : typed.split("-");
  const [year, month, date] = parts.map(Number);
  const found = new Date(Date.UTC(year, month - 1, date));
  const isThere = found.getUTCMonth() === month - 1 && found.getUTCDate() === date;
  const isWhole = /^\d{4}-\d{2}-\d{2}$|^\d{1,2}\.\d{1,2}\.\d{4}$/.test(typed);
  if (!isWhole || !isThere || year < 1000) return [, "not_a_day"];
  return [found.toISOString().slice(0, 10)];
}

const READERS = {
  long: text, short: text, single, yes_no: single, scale: text, multiple, matrix, ranking, number,
  date: day,
};

// Show what applies, hide what doesn't: at once, as somebody answers.
export function showWhatApplies(form, questions) {
  const { shown } = read(questions, valuesOf(form));
  for (const question of questions) {
    form.querySelector(`#id_${question.key}_ask`).hidden = !shown.has(question.key);
  }
  for (const part of form.querySelectorAll("[data-part]")) {
    part.hidden = !part.querySelector(".ask:not([hidden])");
  }
}

// Say at each question what is wrong with it, and lead there from the top.
export function showFaults(form, faults, words, none) {
  for (const old of form.querySelectorAll(".err")) old.remove();
  for (const old of form.querySelectorAll(".wrong")) old.classList.remove("wrong");
  for (const old of form.querySelectorAll("[aria-invalid]")) {
    old.removeAttribute("aria-invalid");
    old.setAttribute("aria-describedby", `${old.id}_hint`);
  }
  const lines = Object.entries(faults).map(([key, [wrong, bound]]) => {
    const message = words[wrong].replace("{bound}", bound ?? "");
    showFault(form.querySelector(`#id_${key}_ask`), key, message);
    return line(message, form.querySelector(`#id_${key}`));
  });
  if (!lines.length && none) lines.push(line(none, form.querySelector(".ask :is(textarea, input, select)")));
  const summary = form.querySelector("[data-errors]");
  const list = document.createElement("ul");
  list.append(...lines);
  summary.replaceChildren(summary.firstElementChild, list);
  summary.hidden = !lines.length;
  if (lines.length) summary.focus();
}

function showFault(ask, key, message) {
  const fault = document.createElement("div");
  fault.className = "err";
  fault.id = `id_${key}_error`;
  fault.append(Object.assign(document.createElement("p"), { textContent: message }));
  ask.classList.add("wrong");
  ask.querySelector(".hint").after(fault);
  const field = ask.querySelector(`#id_${key}`);
  if (field.tagName === "LEGEND") {
    ask.setAttribute("aria-describedby", `id_${key}_hint id_${key}_error`);
  } else {
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", `id_${key}_hint id_${key}_error`);
  }
}

function line(message, field) {
  const link = document.createElement("a");
  link.href = `#${field.id}`;
  link.textContent = message;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    field.focus();
  });
  const item = document.createElement("li");
  item.append(link);
  return item;
}
