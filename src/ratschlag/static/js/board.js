// Dragging on the board of themes, where scripts run and there is a mouse. Each drop only fills in
// a form that is on the page anyway; boxes and buttons do the same without it.

const form = document.getElementById("verschieben");
const field = (name) => form?.querySelector(`[name="${name}"]`);
let dragged = null;

/** A theme goes onto another one: the page that says what merging means comes first. */
function merge(theme, target) {
  const address = new URL(form.dataset.merge, location.href);
  for (const number of [theme, target]) {
    address.searchParams.append("thema", number);
  }
  address.searchParams.set("in", target);
  location.assign(address);
}

/** A quote of the board, or all ticked contributions of a theme, go to another theme. */
function move(coding, target) {
  if (form.hidden) {
    form.action = coding.closest("[data-theme]").dataset.move;
    field("codings").value = coding.dataset.coding;
  } else {
    coding.querySelector("input").checked = true;
  }
  field("to").value = target;
  // On the sheet of a theme the first button would split; without a button the form moves.
  form.submit();
}

function mayDrop(target) {
  const own = dragged?.closest("[data-theme]");
  return Boolean(dragged && target && target !== own && target !== dragged);
}

function begin(event) {
  event.stopPropagation();
  dragged = event.currentTarget;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
  dragged.classList.add("is-dragged");
}

function end() {
  dragged?.classList.remove("is-dragged");
  document.querySelectorAll(".is-over").forEach((one) => one.classList.remove("is-over"));
  dragged = null;
}

function over(event) {
  const target = event.currentTarget;
  if (mayDrop(target)) {
    event.preventDefault();
    target.classList.add("is-over");
  }
}

function drop(event) {
  const target = event.currentTarget;
  if (!mayDrop(target)) {
    return;
  }
  event.preventDefault();
  const what = dragged;
  end();
  if (what.dataset.coding) {
    move(what, target.dataset.theme);
  } else {
    merge(what.dataset.theme, target.dataset.theme);
  }
}

function prepare() {
  const grips = form.hidden
    ? document.querySelectorAll(".board [data-theme], .board [data-coding]")
    : form.querySelectorAll("[data-coding]");
  for (const grip of grips) {
    grip.draggable = true;
    grip.addEventListener("dragstart", begin);
    grip.addEventListener("dragend", end);
  }
  for (const target of document.querySelectorAll("[data-theme]")) {
    target.addEventListener("dragover", over);
    target.addEventListener("dragleave", () => target.classList.remove("is-over"));
    target.addEventListener("drop", drop);
  }
  document.querySelectorAll("[data-drag-hint]").forEach((hint) => (hint.hidden = false));
}

/** How many are ticked stands beside the buttons. */
function count() {
  const boxes = [...document.querySelectorAll("input[form=auswahl][name=thema]")];
  const ticked = boxes.filter((box) => box.checked);
  boxes.forEach((box) => box.closest("li").classList.toggle("sel", box.checked));
  const said = document.querySelector("[data-ticked]");
  said.textContent = ticked.length;
  said.parentElement.hidden = ticked.length === 0;
}

if (form) {
  prepare();
}
if (document.querySelector("[data-ticked]")) {
  document.addEventListener("change", count);
  count();
}
