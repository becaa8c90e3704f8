// Makes coding quicker, where scripts run: the keys beside each act work alone, without Alt,
// wherever nobody is typing; and a word finds a theme. Everything can be done without them, too.

const settings = document.querySelector("form[data-keys]");
const find = document.querySelector("[data-find]");

settings.hidden = false;
document.querySelector("[data-without-keys]").hidden = true;

/** Where a letter is a letter. A box to tick is no such place. */
function isTyping(place) {
  const isBox = place.matches("input[type=checkbox], input[type=radio]");
  return place.isContentEditable || (place.matches("input, textarea, select") && !isBox);
}

/** The act that the page shows with this key; what is folded in or hidden has none. */
function actOf(key) {
  const acts = [...document.querySelectorAll("main [accesskey]")];
  return acts.find((act) => act.accessKey.toLowerCase() === key && act.checkVisibility());
}

document.addEventListener("keydown", (event) => {
  const place = event.target instanceof Element ? event.target : document.body;
  if (event.key === "Escape" && isTyping(place)) {
    place.blur();
    return;
  }
  const isAlone = !event.ctrlKey && !event.altKey && !event.metaKey && !event.repeat;
  if (settings.dataset.keys !== "an" || !isAlone || isTyping(place)) return;
  const key = event.key.toLowerCase();
  if (key === "o" && find) {
    event.preventDefault();
    find.querySelector("input").focus();
    return;
  }
  const act = /^[a-z0-9]$/.test(key) ? actOf(key) : undefined;
  if (!act) return;
  event.preventDefault();
  act.click();
  // What opens is where one goes on: into its first field.
  if (act.matches("summary") && act.parentElement.open) {
    act.parentElement.querySelector("input:not([type=hidden]), textarea, select")?.focus();
  }
});

/** Letters without case and accents, as one types them in a hurry. */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function watchSearch() {
  const field = find.querySelector("input");
  const lines = [...document.querySelectorAll(".side .themes li")];
  find.hidden = lines.length === 0;
  field.addEventListener("input", () => {
    const wanted = plain(field.value.trim());
    for (const line of lines) line.hidden = !plain(line.textContent).includes(wanted);
    for (const group of document.querySelectorAll(".side .choose")) {
      group.hidden = !group.querySelector("li:not([hidden])");
    }
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (field.value.trim() === "") {
      const ticked = document.querySelector(".side .themes input:checked");
      ticked?.form.requestSubmit();
      return;
    }
    const box = lines.find((line) => !line.hidden)?.querySelector("input");
    if (!box) return;
    box.checked = !box.checked;
    field.value = "";
    field.dispatchEvent(new Event("input"));
  });
}

if (find) watchSearch();
