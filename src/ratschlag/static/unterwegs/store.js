// What a paired tablet keeps (IndexedDB): its pairing, and sealed answers until they were sent.
// privacy/rules.py declares the name.
export const NAME = "ratschlag_unterwegs";

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("pairing");
    // The key is random: answers lie in no order of time.
    request.result.createObjectStore("waiting", { keyPath: "key" });
  };
  return asked(request);
}

async function inStore(name, mode, act) {
  const db = await opened();
  try {
    // "strict": written to the disk before a number is shown to anyone.
    const transaction = db.transaction(name, mode, { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
    const [found] = await Promise.all([asked(act(transaction.objectStore(name))), done]);
    return found;
  } finally {
    db.close();
  }
}

export const pairing = () => inStore("pairing", "readonly", (store) => store.get("this"));
export const keepPairing = (row) =>
  inStore("pairing", "readwrite", (store) => store.put(row, "this"));
export const waiting = () => inStore("waiting", "readonly", (store) => store.getAll());
export const keep = (row) => inStore("waiting", "readwrite", (store) => store.put(row));
export const drop = (key) => inStore("waiting", "readwrite", (store) => store.delete(key));

// The event is over and everything was sent: nothing of it stays on the device.
export async function eraseAll() {
  await asked(indexedDB.deleteDatabase(NAME));
  for (const name of await caches.keys()) {
    if (name.startsWith(NAME)) await caches.delete(name);
  }
  await withoutWorker();
}

export async function withoutWorker() {
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
}
