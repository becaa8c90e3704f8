// The part of tools/assets.py that needs Node: KERN reduced to what we use, mirrored, and all CSS made small.
// Reads a request as JSON from standard input, answers with { file name: css }.
// `node tools/assets.mjs lock` takes the addresses out of package-lock.json (see "lock" in package.json).
import { readFileSync, writeFileSync } from "node:fs";

const [, , verb] = process.argv;
if (verb === "lock") cleanLock();
else process.stdout.write(JSON.stringify(await styles(JSON.parse(readFileSync(0, "utf8")))));

async function styles({ kern, words, blocked, variables, sheets }) {
  const { PurgeCSS } = await import("purgecss");
  const { default: rtlcss } = await import("rtlcss");
  const { transform } = await import("lightningcss");

  const whole = tokensOnBody(readFileSync(kern, "utf8"));
  const [{ css: reduced }] = await new PurgeCSS().purge({
    content: [{ raw: words.join(" "), extension: "txt" }],
    css: [{ raw: whole }],
    defaultExtractor: (text) => text.split(" "),
    safelist: { greedy: [/data-kern-theme/], variables: withTheirOwn(variables, whole) },
    blocklist: blocked,
    variables: true,
    fontFace: true,
    keyframes: true,
  });
  const parts = { kern: reduced, "kern-mirrored": rtlcss.process(reduced) };
  const minified = ([name, { before, part, after }]) => {
    const code = Buffer.from(before + (parts[part] ?? "") + after);
    return [name, transform({ filename: name, code, minify: true }).code.toString()];
  };
  return Object.fromEntries(Object.entries(sheets).map(minified));
}

// KERN hands its colours to its components through one :is() selector, which purgecss would drop.
function tokensOnBody(css) {
  const selector = /:is\(body,[^{]*(?=\{)/g;
  if ((css.match(selector) ?? []).length !== 1) throw new Error("KERN has changed: look at tokensOnBody");
  return css.replace(selector, "body ");
}

// The tokens our own CSS uses, and the tokens those are made of.
function withTheirOwn(variables, css) {
  const used = new Set(variables);
  for (const name of used) {
    for (const [, value] of css.matchAll(new RegExp(`${name}:([^;}]*)`, "g"))) {
      for (const [token] of value.matchAll(/--kern-[\w-]+/g)) used.add(token);
    }
  }
  return [...used];
}

function cleanLock() {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
  for (const entry of Object.values(lock.packages)) {
    delete entry.funding;
    delete entry.resolved;
  }
  writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n");
}
