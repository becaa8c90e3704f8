// The city's Matomo. The server puts this file on a page only where the visitor has allowed it.
(() => {
  const tag = document.currentScript;
  window._paq = window._paq || [];
  // Asked for anew each time: Matomo puts its own in place of the list.
  const tell = (...call) => window._paq.push(call);

  // Consent is required first; lifetimes are those of the registry (privacy/compute.py).
  for (const call of JSON.parse(tag.dataset.calls)) tell(...call);
  // Never what stands behind a question mark, neither here nor where somebody came from.
  tell("setCustomUrl", location.origin + location.pathname);
  tell("setReferrerUrl", elsewhere(document.referrer));
  if (location.search) tell("setDocumentTitle", location.pathname);
  // For this page alone: the only memory of the choice is our own cookie.
  tell("setConsentGiven");
  tell("trackPageView");

  const script = document.createElement("script");
  script.src = `${tag.dataset.address}matomo.js`;
  script.async = true;
  document.head.append(script);

  // Taken back: at once here, and by the server with the form that goes out now.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-consent")) return;
    const choice = event.submitter?.value;
    const ticked = form.querySelector('[name="allow"]:checked');
    if (choice === "all" || (choice === "own" && ticked)) return;
    tell("forgetConsentGiven");
    tell("deleteCookies");
    for (const pair of document.cookie.split("; ")) {
      const name = pair.split("=")[0];
      if (name.startsWith("_pk_")) document.cookie = `${name}=; path=/; max-age=0; SameSite=Lax`;
    }
  });

  /** The other site's front door; nothing for our own pages. */
  function elsewhere(referrer) {
    try {
      const { origin } = new URL(referrer);
      return origin === location.origin ? "" : `${origin}/`;
    } catch {
      return "";
    }
  }
})();
