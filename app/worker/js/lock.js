// The browser's locks. One that is got is held for as long as this worker lives.
const forEver = () => new Promise(() => {});

// Whether it was free, and is held now.
export const holdIfFree = (name) => new Promise((got) => {
  navigator.locks.request(name, { ifAvailable: true }, (lock) => {
    got(Boolean(lock));
    return lock ? forEver() : undefined;
  });
});

export const hold = (name) => new Promise((got) => {
  navigator.locks.request(name, () => {
    got();
    return forEver();
  });
});
