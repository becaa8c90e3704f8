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

// Similar texts, while an answer is typed: from the third word on, when the fingers rest. The
// words go in the body of the request, never in an address.
const REST = 500;
const ENOUGH = /\p{L}+\P{L}+\p{L}+\P{L}+\p{L}+/u;

async function lookFor(field, region, asked) {
  const sent = new URLSearchParams({ frage: field.name, teil: "1", [field.name]: field.value });
  sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const wanted = { method: "POST", body: sent, signal: asked.signal };
  const answer = await fetch(form.dataset.similar, wanted);
  if (answer.ok) {
    show(region, await answer.text());
  }
}

/** The number of texts is said aloud, once; the texts themselves are there to be read. */
function show(region, html) {
  const found = document.createElement("template");
  found.innerHTML = html;
  const count = found.content.querySelector("p")?.textContent ?? "";
  const status = region.querySelector("[role=status]");
  if (status.textContent !== count) {
    status.textContent = count;
  }
  region.querySelector("ul")?.remove();
  region.append(...found.content.querySelectorAll("ul"));
}

function watch(region) {
  const field = document.getElementById(region.dataset.similar);
  let waiting = 0;
  let asked = new AbortController();
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    asked.abort();
    asked = new AbortController();
    if (!ENOUGH.test(field.value)) {
      show(region, "");
      return;
    }
    // Without an answer nothing is lost: typing in goes on as it does without scripts.
    waiting = setTimeout(() => lookFor(field, region, asked).catch(() => {}), REST);
  });
}

if (form.dataset.similar) {
  document.querySelectorAll("div[data-similar]").forEach(watch);
}
