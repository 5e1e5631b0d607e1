// A TinyBase server in memory with so many members, and the page that races; as pouchdb.js has it.
const http = require("http");
const fs = require("fs");
const path = require("path");
const { WebSocketServer } = require("ws");
const { idOf, member } = require("./records.js");

const [port, count] = process.argv.slice(2).map(Number);
const root = path.join(process.cwd(), "node_modules/tinybase");

const page = `<!DOCTYPE html><script type="module">
  import { createMergeableStore } from "/tinybase/min/mergeable-store/index.js";
  import { createOpfsPersister } from "/tinybase/min/persisters/persister-browser/index.js";
  import { createWsSynchronizer } from "/tinybase/min/synchronizers/synchronizer-ws-client/index.js";
  const seconds = async (act) => {
    const began = performance.now();
    await act();
    return (performance.now() - began) / 1000;
  };
  const until = (store, is) => new Promise((done) => {
    if (is()) return done();
    const listener = store.addTablesListener(() => {
      if (!is()) return;
      store.delListener(listener);
      done();
    });
  });
  const joins = (store) => createWsSynchronizer(store, new WebSocket(location.origin.replace("http", "ws") + "/members"), 600);
  const all = (store) => until(store, () => store.getRowCount("members") >= ${count});
  let here, file, line, other;
  window.fresh = () => seconds(async () => {
    here = createMergeableStore("here");
    const folder = await navigator.storage.getDirectory();
    file = createOpfsPersister(here, await folder.getFileHandle("members.json", { create: true }));
    line = await joins(here);
    await line.startSync();
    await all(here);
    await file.save();
  });
  window.seen = async () => {
    if (!other) {
      other = createMergeableStore("other");
      await (await joins(other)).startSync();
      await all(other);
    }
    return seconds(async () => {
      const id = "new-" + Math.random();
      const heard = until(other, () => other.hasRow("members", id));
      here.setRow("members", id, { name: "Vòng Lại" });
      await heard;
    });
  };
  window.edits = async (number) => {
    await line.stopSync();
    const ids = here.getRowIds("members").slice(0, number);
    here.transaction(() => ids.forEach((id) => here.setCell("members", id, "phone", "0900000000")));
    await file.save();
    const last = ids[ids.length - 1];
    return seconds(async () => {
      const heard = until(other, () => ids.every((id) => other.getCell("members", id, "phone") === "0900000000"));
      await line.startSync();
      await heard;
    });
  };
  window.idle = async () => {
    await line.stopSync();
    return seconds(() => line.startSync());
  };
</script>`;

async function main() {
  const module = (name) => import(path.join(root, name, "index.js"));
  const { createMergeableStore } = await module("mergeable-store");
  const { createWsServer } = await module("synchronizers/synchronizer-ws-server");
  const { createCustomPersister } = await module("persisters");
  const nowhere = async () => undefined;
  const inMemory = (store) => createCustomPersister(store, nowhere, nowhere, () => 0, () => {}, undefined, 2);
  const fill = (store) => store.transaction(() => {
    for (let number = 0; number < count; number += 1) store.setRow("members", idOf(number), member(number));
  });
  const answers = http.createServer((ask, answer) => {
    if (ask.url === "/page.html") {
      answer.setHeader("content-type", "text/html");
      return answer.end(page);
    }
    const file = path.join(root, path.normalize(ask.url).replace("/tinybase", ""));
    if (!ask.url.startsWith("/tinybase/") || !fs.existsSync(file)) return answer.writeHead(404).end();
    answer.setHeader("content-type", "text/javascript");
    return answer.end(fs.readFileSync(file));
  });
  const sockets = new WebSocketServer({ server: answers, maxPayload: 1 << 30 });
  createWsServer(sockets, () => [inMemory(createMergeableStore("server")), fill]);
  answers.listen(port, "127.0.0.1");
}

main();
