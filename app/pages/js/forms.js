// While somebody fills in a form, this page holds a lock with others: a new build waits for it.
const FORMS = "so-khuyen-hoc-forms";
let saved;

export function hold() {
  if (saved || !navigator.locks) return;
  const until = new Promise((done) => { saved = done; });
  navigator.locks.request(FORMS, { mode: "shared" }, () => until);
}

export function release() {
  saved?.();
  saved = undefined;
  document.dispatchEvent(new Event("form-saved"));
}
