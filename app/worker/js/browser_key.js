// The browser's own key, which no script can read out, and what lies beside the encrypted files: the
// accounts of this browser, and sealed changes. All of it in IndexedDB, the key as a CryptoKey.

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asking = indexedDB.open("so-khuyen-hoc", 1);
    asking.onupgradeneeded = () => asking.result.createObjectStore("kept");
    asking.onsuccess = () => {
      asking.result.onclose = () => { opened = undefined; };
      resolve(asking.result);
    };
    asking.onerror = () => {
      opened = undefined;
      reject(asking.error);
    };
  });
  return opened;
}

async function ask(mode, act) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction("kept", mode, { durability: "strict" });
    const asking = act(transaction.objectStore("kept"));
    transaction.oncomplete = () => resolve(asking.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const get = (name) => ask("readonly", (kept) => kept.get(name));
export const put = (name, value) => ask("readwrite", (kept) => kept.put(value, name));
export const remove = (name) => ask("readwrite", (kept) => kept.delete(name));
// The names that begin with this, in their order.
export const names = (begin) =>
  ask("readonly", (kept) => kept.getAllKeys(IDBKeyRange.bound(begin, `${begin}\uffff`)));

async function browserKey() {
  const kept = await get("key");
  if (kept) return kept;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await put("key", key);
  return key;
}

export async function wrap(bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await browserKey(), bytes);
  const whole = new Uint8Array(12 + sealed.byteLength);
  whole.set(iv);
  whole.set(new Uint8Array(sealed), 12);
  return whole;
}

export async function unwrap(whole) {
  const opened = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv: whole.slice(0, 12) }, await browserKey(), whole.slice(12));
  return new Uint8Array(opened);
}

// The accounts lie a second time among the origin's private files, where the encrypted ones lie: a
// browser that finds its IndexedDB damaged throws it away.
const COPY = "so-khuyen-hoc-accounts";

export async function copyOut(bytes) {
  const folder = await navigator.storage.getDirectory();
  const file = await folder.getFileHandle(COPY, { create: true });
  const handle = await file.createSyncAccessHandle();
  try {
    handle.truncate(0);
    handle.write(bytes, { at: 0 });
    handle.flush();
  } finally {
    handle.close();
  }
}

export async function copyBack() {
  const folder = await navigator.storage.getDirectory();
  const file = await (await folder.getFileHandle(COPY)).getFile();
  return new Uint8Array(await file.arrayBuffer());
}
