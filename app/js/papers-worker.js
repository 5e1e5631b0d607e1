// Starts the papers worker's program.
import init from "/papers.js";
import { whole } from "/load.js";

init({ module_or_path: whole(["/papers_bg.wasm"]) });
