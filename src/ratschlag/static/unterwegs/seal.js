// Sealing an answer to the survey's public key: this device can't read it again.
// The other end is survey/compute/sealing.py.
const INFO = new TextEncoder().encode("ratschlag/tablet/1");
const CURVE = { name: "ECDH", namedCurve: "P-256" };
// Sealed answers are as long as the next multiple of this: their length tells little.
const PAD = 1024;
const DAMM = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
  "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
];

function encoded(bytes) {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export const randomKey = () => encoded(crypto.getRandomValues(new Uint8Array(24)));

// Nineteen random digits and the one that catches slips of the pen.
export function newCode() {
  let code = "";
  while (code.length < 19) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      // From 250 on the first six digits would be likelier than the others.
      if (byte < 250 && code.length < 19) code += byte % 10;
    }
  }
  let state = 0;
  for (const digit of code) state = Number(DAMM[state][Number(digit)]);
  return code + state;
}

// What the device keeps of a code: enough for staff to tell whether it still waits.
export async function printOf(code) {
  const bytes = new TextEncoder().encode(`ratschlag/code/${code}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function seal(bundle, key, said) {
  const { subtle } = crypto;
  const to = await subtle.importKey("jwk", bundle.key, CURVE, false, []);
  const once = await subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = await subtle.exportKey("raw", once.publicKey);
  const shared = await subtle.deriveBits({ name: "ECDH", public: to }, once.privateKey, 256);
  const secret = await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: point, info: INFO };
  const aes = { name: "AES-GCM", length: 256 };
  const cipher = await subtle.deriveKey(hkdf, secret, aes, false, ["encrypt"]);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const label = JSON.stringify([bundle.scope, bundle.version, bundle.tablet, key]);
  const plain = padded(new TextEncoder().encode(JSON.stringify(said)));
  const additionalData = new TextEncoder().encode(label);
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData }, cipher, plain);
  return { point: encoded(point), nonce: encoded(nonce), sealed: encoded(sealed) };
}

function padded(bytes) {
  const found = new Uint8Array(Math.ceil(bytes.length / PAD) * PAD).fill(32);
  found.set(bytes);
  return found;
}
