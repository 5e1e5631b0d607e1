// A TinyBase server in memory with so many members, and the page that races; as pouchdb.js has it. Its
// server closes a socket on which 16 MB wait, so that not all members fit into one store: each ward has
// a store and a socket of its own.
const http = require("http");
const fs = require("fs");
const path = require("path");
const { WebSocketServer } = require("ws");
const { idOf, member } = require("./records.js");

const [port, count] = process.argv.slice(2).map(Number);
const WARD = 4024;
const wards = Math.ceil(count / WARD);
const membersOf = (ward) => Math.min(WARD, count - ward * WARD);
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
  const joins = (store, ward) => {
    const socket = new WebSocket(location.origin.replace("http", "ws") + "/" + ward);
    return createWsSynchronizer(store, socket, 600);
  };
  const counts = ${JSON.stringify(Array.from({ length: wards }, (_, ward) => membersOf(ward)))};
  const all = (store, ward) => until(store, () => store.getRowCount("members") >= counts[ward]);
  const devices = [];
  let other;
  window.fresh = () => seconds(async () => {
    const folder = await navigator.storage.getDirectory();
    await Promise.all(counts.map(async (_, ward) => {
      const store = createMergeableStore();
      const file = createOpfsPersister(store, await folder.getFileHandle(ward + ".json", { create: true }));
      const line = await joins(store, ward);
      await line.startSync();
      await all(store, ward);
      await file.save();
      devices[ward] = { store, file, line };
    }));
  });
  window.seen = async () => {
    if (!other) {
      other = createMergeableStore();
      await (await joins(other, 0)).startSync();
      await all(other, 0);
    }
    return seconds(async () => {
      const id = "new-" + Math.random();
      const heard = until(other, () => other.hasRow("members", id));
      devices[0].store.setRow("members", id, { name: "Vòng Lại" });
      await heard;
    });
  };
  window.edits = async (number) => {
    const { store, file, line } = devices[0];
    await line.stopSync();
    const ids = store.getRowIds("members").slice(0, number);
    store.transaction(() => ids.forEach((id) => store.setCell("members", id, "phone", "0900000000")));
    await file.save();
    return seconds(async () => {
      const is = (id) => other.getCell("members", id, "phone") === "0900000000";
      const heard = until(other, () => ids.every(is));
      await line.startSync();
      await heard;
    });
  };
  window.idle = async () => {
    await Promise.all(devices.map(({ line }) => line.stopSync()));
    return seconds(() => Promise.all(devices.map(({ line }) => line.startSync())));
  };
</script>`;

async function main() {
  const module = (name) => import(path.join(root, name, "index.js"));
  const { createMergeableStore } = await module("mergeable-store");
  const { createWsServer } = await module("synchronizers/synchronizer-ws-server");
  const { createCustomPersister } = await module("persisters");
  const nowhere = async () => undefined;
  const inMemory = (store) => createCustomPersister(store, nowhere, nowhere, () => 0, () => {}, undefined, 2);
  const fill = (ward) => (store) => store.transaction(() => {
    for (let number = ward * WARD; number < ward * WARD + membersOf(ward); number += 1) {
      store.setRow("members", idOf(number), member(number));
    }
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
  createWsServer(sockets, (ward) => [inMemory(createMergeableStore()), fill(Number(ward))]);
  answers.listen(port, "127.0.0.1");
}

main();
