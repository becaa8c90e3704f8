// The survey on a tablet without a network: paired by staff, answered by one person after another.
import { limit, read, restore, showFaults, showWhatApplies, valuesOf } from "./sheet.js";
import { newCode, printOf, randomKey, seal } from "./seal.js";
import * as store from "./store.js";

const PAGE = "/befragung-unterwegs/";
// After two minutes of silence everything starts afresh; the last twenty seconds are said.
const SILENCE = 120_000, WARNING = 20_000, SECOND = 1000;
const SOONEST = 60, LATEST = 900;
const words = JSON.parse(document.getElementById("words").textContent);
const part = (name) => document.getElementById(name);
let pairing, touched = Date.now(), busy = false, pause = SOONEST, rest = SOONEST, isDone = false;

// --- screens
function show(name) {
  for (const section of document.querySelectorAll("main > section")) section.hidden = section.id !== name;
  part("staff").hidden = name === "pairing";
  document.title = part(name).querySelector("h1").textContent;
  scrollTo(0, 0);
}

function speak(lang, dir) {
  document.documentElement.lang = lang;
  document.documentElement.dir = dir;
  part("ltr").disabled = dir === "rtl";
  part("rtl").disabled = dir !== "rtl";
}

// The page is loaded anew: nothing of who was here before is left in it, nor by the back button.
function afresh() {
  location.replace(PAGE);
}

const now = () => Date.now() + pairing.ahead;
function today() {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: pairing.bundle.zone }).format(now());
}

function takesAnswers() {
  const { state, opensAt, endsAt, isTaken } = pairing.status;
  return state === "paired" && isTaken && opensAt <= now() && now() <= endsAt;
}

function begin() {
  const { bundle, status } = pairing;
  part("where").textContent = `${bundle.name} · ${bundle.place}`;
  if (!takesAnswers()) {
    const isEarly = status.state === "paired" && now() < status.opensAt;
    part("why").textContent = isEarly ? words.early : words.over;
    show("over");
    return;
  }
  part("title").textContent = bundle.survey;
  part("languages").replaceChildren(...languageButtons((sheet) => ask(sheet, {})));
  show("start");
}

function languageButtons(choose, current) {
  return pairing.bundle.sheets.map((sheet) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "kern-btn kern-btn--secondary";
    button.lang = sheet.lang;
    button.dir = sheet.dir;
    button.append(Object.assign(document.createElement("span"), { className: "kern-label", textContent: sheet.name }));
    if (sheet === current) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => choose(sheet));
    const item = document.createElement("li");
    item.append(button);
    return item;
  });
}

// --- one person's answers
function ask(sheet, values) {
  const { questions } = pairing.bundle, screen = part("sheet");
  screen.innerHTML = sheet.html; // made by our own server from its own templates
  speak(sheet.lang, sheet.dir);
  document.body.classList.toggle("easy", sheet.code === "de-easy");
  const form = screen.querySelector("form");
  limit(form, questions);
  restore(form, values);
  showWhatApplies(form, questions);
  form.addEventListener("input", () => showWhatApplies(form, questions));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, sheet);
  });
  const switchTo = (other) => ask(other, valuesOf(form));
  screen.querySelector("[data-languages]").replaceChildren(...languageButtons(switchTo, sheet));
  for (const button of screen.querySelectorAll("[data-afresh]")) button.addEventListener("click", afresh);
  screen.querySelector("[data-stay]").addEventListener("click", (event) => event.target.closest("dialog").close());
  screen.querySelector("[data-print]").addEventListener("click", () => print());
  show("sheet");
  screen.querySelector("h1").focus();
}

async function send(form, sheet) {
  const { bundle } = pairing, values = valuesOf(form);
  const { said, faults } = read(bundle.questions, values);
  const isEmpty = !Object.keys(said).length && !Object.keys(faults).length;
  showFaults(form, faults, sheet.faults, isEmpty && sheet.faults.none);
  if (isEmpty || Object.keys(faults).length || form.dataset.sending) return;
  form.dataset.sending = "1";
  const key = randomKey(), code = newCode();
  try {
    const answer = { code, day: today(), language: sheet.code, answers: values };
    const sealed = await seal(bundle, key, answer);
    const row = { key, version: bundle.version, print: await printOf(code), tail: code.slice(-4) };
    await store.keep({ ...row, ...sealed, refused: "" });
  } catch (error) {
    delete form.dataset.sending;
    form.querySelector("[data-not-kept]").hidden = false;
    form.querySelector("[data-not-kept]").focus();
    throw error;
  }
  receipt(code);
  await talk();
}

function receipt(code) {
  const screen = part("sheet");
  screen.querySelector("[data-ask]").remove(); // what was typed is gone
  const spans = code.match(/.{4}/g).map((group) => Object.assign(document.createElement("span"), { textContent: group }));
  screen.querySelector("[data-code]").replaceChildren(...spans.flatMap((span) => [span, " "]));
  const done = screen.querySelector("[data-receipt]");
  done.hidden = false;
  document.title = done.querySelector("h1").textContent;
  scrollTo(0, 0);
  done.querySelector("h1").focus();
}

// --- silence
for (const sign of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
  addEventListener(sign, () => { touched = Date.now(); }, { capture: true, passive: true });
}
addEventListener("pageshow", (event) => { if (event.persisted) afresh(); });

function tick() {
  if (pairing && !part("sheet").hidden) {
    const silent = Date.now() - touched, left = Math.ceil((SILENCE - silent) / SECOND);
    const dialog = part("sheet").querySelector("dialog");
    if (left <= 0) return afresh();
    if (silent >= SILENCE - WARNING) {
      dialog.querySelector("[data-left]").textContent = left;
      if (!dialog.open) dialog.showModal();
    } else if (dialog.open) dialog.close();
  } else if (pairing && !isDone && takesAnswers() === part("start").hidden) begin();
  rest -= 1;
  if (pairing && rest <= 0) talk();
}

// --- talking to the city
async function call(path, body) {
  const headers = { Authorization: `Bearer ${pairing?.token ?? ""}`, "Content-Type": "application/json" };
  const wanted = { method: body ? "POST" : "GET", headers, cache: "no-store", credentials: "omit" };
  if (body) wanted.body = JSON.stringify(body);
  const response = await fetch(PAGE + path, wanted);
  return { status: response.status, said: await response.json().catch(() => ({})) };
}

const named = (rows) => rows.map(({ print, tail, refused }) => ({ print, tail, refused: Boolean(refused) }));

async function report() {
  const { status, said } = await call("stand/", { waiting: named(await store.waiting()) });
  if (status !== 200) throw new Error(`status ${status}`);
  Object.assign(pairing, { status: said, ahead: said.now - Date.now() });
  await store.keepPairing(pairing);
}

// In no order of time: neither here nor there can be told who was first.
function shuffled(rows) {
  return rows.map((row) => [crypto.getRandomValues(new Uint32Array(1))[0], row])
    .sort(([one], [other]) => one - other).map(([, row]) => row);
}

async function talk({ again = false } = {}) {
  // Not while somebody answers: their sheet stays as it is until it is sent.
  if (busy || isDone || part("sheet").querySelector("[data-ask]")) return;
  busy = true;
  try {
    await report();
    const rows = (await store.waiting()).filter((row) => again || !row.refused);
    for (const row of shuffled(rows)) await sendOne(row);
    if (rows.length) await report();
    await refresh();
    pause = SOONEST;
  } catch {
    pause = Math.min(2 * pause, LATEST); // no network, or no server: later again
  } finally {
    busy = false;
    rest = pause;
    await tell();
  }
}

async function sendOne({ key, version, point, nonce, sealed, ...row }) {
  const { status, said } = await call("senden/", { key, version, point, nonce, sealed });
  if (status === 200) await store.drop(key);
  else if (said.refused) await store.keep({ ...row, key, version, point, nonce, sealed, refused: said.refused });
  else throw new Error(`status ${status}`);
}

// The questions as they stand now, and the end of it all.
async function refresh() {
  const { state, version } = pairing.status;
  if (["ended", "revoked", "closed"].includes(state) && !(await store.waiting()).length) {
    isDone = true;
    await store.eraseAll();
    if (part("sheet").hidden) begin();
  } else if (state === "paired" && version !== pairing.bundle.version) {
    const { status, said } = await call("bogen/");
    if (status === 200) await store.keepPairing(Object.assign(pairing, { bundle: said }));
  }
}

// How many wait, and which: their last digits, because the whole number is a key.
async function tell() {
  const rows = isDone ? [] : await store.waiting();
  part("state").textContent = words.waiting.replace("{n}", rows.length);
  part("all-sent").hidden = rows.length > 0;
  part("waiting").replaceChildren(...rows.map(({ tail, refused }) => {
    const why = refused ? `: ${words.refusals[refused] ?? refused}` : "";
    return Object.assign(document.createElement("li"), { textContent: `… ${tail}${why}` });
  }));
}

// --- pairing
async function pair(event) {
  event.preventDefault();
  const form = event.target, code = form.elements.code.value.replace(/\s/g, "");
  part("refused").textContent = "";
  try {
    const { status, said } = await call("koppeln/", { code });
    if (status !== 200) {
      part("refused").textContent = said.error ?? words.noNetwork;
      form.elements.code.focus();
      return;
    }
    await store.keepPairing({ ...said, ahead: said.status.now - Date.now() });
    await navigator.storage?.persist?.();
    await watch();
    afresh();
  } catch {
    part("refused").textContent = words.noNetwork;
  }
}

// Only a paired device gets the worker that lets the page open without a network.
async function watch() {
  await navigator.serviceWorker.register(`${PAGE}sw.js`, { scope: "/" });
  await navigator.serviceWorker.ready;
}

async function boot() {
  pairing = await store.pairing();
  part("pair").addEventListener("submit", pair);
  part("send-now").addEventListener("click", () => talk({ again: true }));
  part("contrast").addEventListener("click", () => {
    const isHigh = document.documentElement.dataset.contrast === "high";
    document.documentElement.dataset.contrast = isHigh ? "" : "high";
    part("contrast").setAttribute("aria-pressed", String(!isHigh));
  });
  setInterval(tick, SECOND);
  if (!pairing) {
    await store.withoutWorker();
    const code = location.hash.match(/^#(\d{12})$/)?.[1];
    history.replaceState(null, "", PAGE);
    if (code) part("code").value = code;
    show("pairing");
    return;
  }
  begin();
  await tell();
  addEventListener("online", () => talk());
  watch().catch(() => {});
  await talk();
}

boot().catch(() => {
  show("pairing");
  part("refused").textContent = words.noStore;
});
