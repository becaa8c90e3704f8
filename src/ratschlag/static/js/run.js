// While a full run is under way: how far it is, without loading the page anew. Aloud it is said
// only when the step changes; when it is over, the page shows the result.

const region = document.querySelector("[data-run]");
const said = document.querySelector("[data-run-said]");
const EVERY = 3000;

async function look() {
  const answer = await fetch(region.dataset.run, { cache: "no-store" });
  if (answer.status === 204) {
    location.reload();
    return;
  }
  if (answer.ok) {
    region.innerHTML = await answer.text();
    const step = region.querySelector("b").textContent;
    if (said.textContent !== step) {
      said.textContent = step;
    }
  }
  setTimeout(again, EVERY);
}

/** A line that breaks is tried again later. */
function again() {
  look().catch(() => setTimeout(again, 3 * EVERY));
}

setTimeout(again, EVERY);
