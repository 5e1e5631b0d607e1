// Enter leads from a field to the next of its form, as phones' keyboards offer; behind the last it sends
// the form.
export function nextField(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  const field = event.target;
  const seen = (one) => one.offsetParent && one.matches("input, select, textarea");
  const all = [...(field.form?.elements ?? [])].filter(seen);
  const next = all[all.indexOf(field) + 1];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
