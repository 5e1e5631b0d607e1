// Starts the pages' program. A file of its own: the policy allows no script in the page.
import init from "/app.js";

init({ module_or_path: "/app_bg.wasm" });
