// Starts the store worker's program.
import init from "/store-worker.js";
import { whole } from "/load.js";

init({ module_or_path: whole(["/store-worker_bg.wasm"]) });
