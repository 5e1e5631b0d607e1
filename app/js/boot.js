// Starts the pages' program, and keeps the app for when there is no network. A file of its own:
// the policy allows no script in the page.
import init from "/pages.js";
import { whole } from "/load.js";
import { runs } from "/running.js";

init({ module_or_path: whole(["/pages_bg.wasm"]) }).then(runs);

// While somebody fills in a form, his page holds this lock with others; a new build takes over when
// it can have it alone, and every page is then loaded anew.
const FORMS = "so-khuyen-hoc-forms";

async function keep() {
  const registration = await navigator.serviceWorker.register("/sw.js");
  const offer = () => navigator.locks.request(FORMS, { ifAvailable: true }, (lock) => {
    if (lock) registration.waiting?.postMessage("take over");
  });
  const watch = () => registration.installing?.addEventListener("statechange", offer);
  registration.addEventListener("updatefound", watch);
  watch();
  document.addEventListener("visibilitychange", offer);
  document.addEventListener("form-saved", offer);
  // The former build's files go when this one has opened the store and nobody waits to take over.
  document.addEventListener("ledger-opened", () => {
    if (!registration.waiting && !registration.installing) registration.active?.postMessage("opened");
  });
  const controlled = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (controlled) location.reload();
  });
  setInterval(() => registration.update().catch(() => {}), 60 * 60 * 1000);
}

if (navigator.serviceWorker && navigator.locks) keep().catch(() => {}); // it works without, online
