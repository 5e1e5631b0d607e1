// The program that runs here, for what is fetched into it later. They name each other through this
// alone: every file is called by its content, and two cannot each hold the other's name.
let running;

export function runs(program) {
  running = program;
}

export function initSync() {
  return running;
}
