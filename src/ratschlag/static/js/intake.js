// Makes typing in quicker, where scripts run: keys for what is done with every paper. Each can be
// done without them, too.

const form = document.getElementById("erfassung");
const isFresh = !document.querySelector("[role=alert]");

/** Into the field where the cursor is: the mark, or the mark around what is selected. */
function markIllegible(field) {
  const mark = form.dataset.illegible;
  const said = field.value.slice(field.selectionStart, field.selectionEnd).trim();
  const text = said ? `${mark.slice(0, -1)}: ${said}?${mark.slice(-1)}` : mark;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
}

form.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector(".btns button"));
  }
  const isText = field.matches("textarea, input[type=text]");
  if (event.altKey && event.code === "KeyU" && isText) {
    event.preventDefault();
    markIllegible(field);
  }
});

// A paper of a batch begins with its first answer: what stands around it is known.
if (isFresh && !form.elements.channel) {
  form.querySelector("[data-question]")?.querySelector("input, textarea, select")?.focus();
}
