// A PouchDB server in memory with so many members, and the page that races. What the page is asked:
// `fresh` replicates everything to an empty device; `seen` saves a record on one device and waits until
// another hears of it; `edits` makes changes without the server, then sends them; `idle` asks for news
// where there are none. Each gives seconds.
const fs = require("fs");
const path = require("path");
const express = require("express");
const PouchDB = require("pouchdb");
const { idOf, member } = require("./records.js");
PouchDB.plugin(require("pouchdb-adapter-memory"));
const InMemory = PouchDB.defaults({ adapter: "memory" });

const [port, count] = process.argv.slice(2).map(Number);

const page = `<!DOCTYPE html><script src="/pouchdb.js"></script><script>
  const server = location.origin + "/db/members";
  let here;
  const seconds = async (act) => {
    const began = performance.now();
    await act();
    return (performance.now() - began) / 1000;
  };
  const fresh = () => seconds(async () => {
    here = new PouchDB("members");
    await PouchDB.replicate(server, here, { batch_size: 1000 });
  });
  // The other device has nothing but what comes from now on, which is kind to this engine.
  let other, sends;
  const seen = async () => {
    if (!other) {
      other = new PouchDB("other");
      PouchDB.replicate(server, other, { live: true, since: "now" });
      sends = PouchDB.replicate(here, server, { live: true });
      await new Promise((done) => setTimeout(done, 3000));
    }
    return seconds(async () => {
      const _id = "new-" + Math.random();
      const heard = new Promise((done) => {
        const changes = other.changes({ live: true, since: "now" });
        changes.on("change", (change) => change.id === _id && (changes.cancel(), done()));
      });
      await here.put({ _id, name: "Vòng Lại" });
      await heard;
    });
  };
  const edits = async (number) => {
    sends.cancel();
    const { rows } = await here.allDocs({ include_docs: true, limit: number });
    await here.bulkDocs(rows.map(({ doc }) => ({ ...doc, phone: "0900000000" })));
    return seconds(() => PouchDB.replicate(here, server, { batch_size: 1000 }));
  };
  const idle = () => seconds(() => PouchDB.replicate(server, here));
</script>`;

async function main() {
  const db = new InMemory("members");
  for (let from = 0; from < count; from += 5000) {
    const to = Math.min(from + 5000, count);
    const docs = Array.from({ length: to - from }, (_, at) => ({ _id: idOf(from + at), ...member(from + at) }));
    await db.bulkDocs(docs);
  }
  const app = express();
  const browser = path.join(path.dirname(require.resolve("pouchdb/package.json")), "dist/pouchdb.min.js");
  app.get("/pouchdb.js", (_, answer) => answer.type("js").send(fs.readFileSync(browser)));
  app.get("/page.html", (_, answer) => answer.type("html").send(page));
  app.use("/db", require("express-pouchdb")(InMemory, { mode: "minimumForPouchDB", inMemoryConfig: true }));
  app.listen(port, "127.0.0.1");
}

main();
