// Makes translating quicker, where scripts run: Ctrl and Enter saves from within the field.
// Everything can be done without it.

const form = document.querySelector("form[data-keys]");
const field = form.querySelector("textarea");

form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.repeat) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("[value=sichern]"));
  }
});

// Who works through a list goes on typing; after a refusal the message is read first.
if (!document.querySelector(".errors")) field.focus({ preventScroll: true });

// What was typed and not saved is not lost by a wrong key.
const before = field.value;
let isSending = false;
form.addEventListener("submit", () => { isSending = true; });
window.addEventListener("beforeunload", (event) => {
  if (!isSending && field.value !== before) event.preventDefault();
});
