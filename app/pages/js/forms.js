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

// Enter leads to the next field, as phones' keyboards offer; behind the last it sends the form.
addEventListener("keydown", (event) => {
  const field = event.target;
  const typed = "#ghi input:not([type=checkbox], [type=radio], [type=search])";
  if (event.key !== "Enter" || event.isComposing || !field.matches?.(typed)) return;
  const all = [...field.form.elements].filter((one) => one.offsetParent && one.matches("input, select, textarea"));
  const next = all[all.indexOf(field) + 1];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
