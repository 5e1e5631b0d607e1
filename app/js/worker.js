// Starts the store worker's program.
import init from "/store-worker.js";
import { whole } from "/load.js";
import { runs } from "/running.js";

init({ module_or_path: whole(["/store-worker_bg.wasm"]) }).then(runs);
