// Starts the store worker's program.
import init from "/store-worker.js";

init({ module_or_path: "/store-worker_bg.wasm" });
