// A PouchDB server in memory with so many members, and the page that replicates them.
const fs = require("fs");
const path = require("path");
const express = require("express");
const PouchDB = require("pouchdb");
PouchDB.plugin(require("pouchdb-adapter-memory"));
const InMemory = PouchDB.defaults({ adapter: "memory" });

const [port, count] = process.argv.slice(2).map(Number);
const families = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi"];
const given = ["An", "Anh", "Bình", "Cúc", "Dung", "Hoa", "Lan", "Minh", "Phúc", "Thu"];

function member(number) {
  return {
    _id: `person-${String(number).padStart(8, "0")}`,
    name: `${families[number % 8]} Thị ${given[number % 10]}`,
    birth: 19400101 + (number % 60) * 10000,
    sex: 1 + (number % 2),
    phone: `09${String(number).padStart(8, "0")}`,
    branch: `branch-${number % 130}`,
    joined_on: 14000 + (number % 5000),
    card_number: `TB${String(number % 15).padStart(2, "0")}-${number}`,
  };
}

async function main() {
  const db = new InMemory("members");
  for (let from = 0; from < count; from += 5000) {
    const to = Math.min(from + 5000, count);
    await db.bulkDocs(Array.from({ length: to - from }, (_, at) => member(from + at)));
  }
  const app = express();
  const browser = path.join(path.dirname(require.resolve("pouchdb/package.json")), "dist/pouchdb.min.js");
  app.get("/pouchdb.js", (_, answer) => answer.type("js").send(fs.readFileSync(browser)));
  app.get("/page.html", (_, answer) => answer.type("html").send(`<!DOCTYPE html><script src="/pouchdb.js"></script><script>
    async function replicate(done) {
      const began = performance.now();
      await PouchDB.replicate(location.origin + "/db/members", "members", { batch_size: 1000 });
      done((performance.now() - began) / 1000);
    }</script>`));
  app.use("/db", require("express-pouchdb")(InMemory, { mode: "minimumForPouchDB", inMemoryConfig: true }));
  app.listen(port, "127.0.0.1");
}

main();
