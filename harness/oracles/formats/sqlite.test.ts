import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { digests, inFolder, run, whyNot } from "./formats.samples.js";
import { sqliteUri } from "./sqlite.js";

const schema = `
pragma synchronous = off;
create table "odd ""name" (id integer primary key, t text, b blob, r real, g as (id + 1));
create table plain (x);
create table keyed (k text primary key, v) without rowid;
create index plain_x on plain (x);
create view v as select * from plain;
create virtual table words using fts5(w);`;

async function make(path: string, ...rest: string[]): Promise<void> {
  rmSync(path, { force: true });
  await run("sqlite3", "-batch", "-init", "/dev/null", path, [schema, ...rest].join("\n"));
}

/** The names whose digests differ, of two databases. */
async function changed(folder: string, first: string, second: string): Promise<string[]> {
  const paths = [join(folder, "a"), join(folder, "b")] as const;
  await make(paths[0], first);
  await make(paths[1], second);
  const [one, other] = [await digests(paths[0]), await digests(paths[1])];
  assert.equal(Object.keys(one), Object.keys(other));
  return Object.keys(one).filter((name) => one[name] !== other[name]);
}

test("each object is an item, and each table's rows are one", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "base");
    await make(path, "analyze;");
    const names = Object.keys(await digests(path)).filter((name) => !name.includes("words_"));
    assert.equal(names, [
      "application id and version",
      "index plain_x",
      "rows of keyed",
      'rows of odd "name',
      "rows of plain",
      "table keyed",
      'table odd "name',
      "table plain",
      "table words",
      "view v",
    ]);
  });
});

test("values that differ in their type or in any byte differ", async () => {
  await inFolder(async (folder) => {
    for (const [one, other] of [
      ["1", "'1'"],
      ["'a'||char(0)||'b'", "'a'||char(0)||'c'"],
      ["x'00ff'", "x'00fe'"],
      ["null", "''"],
      ["0.1", "0.1 + 1e-17"],
      ["'t61'", "'a'"],
      ["1e300", "1.0000000000000002e300"],
    ] as const) {
      const insert = (value: string) => `insert into plain values (${value});`;
      assert.equal(await changed(folder, insert(one), insert(other)), ["rows of plain"], one);
    }
  });
});

test("how a database is kept does not count", async () => {
  await inFolder(async (folder) => {
    const rows = "insert into plain values ('x'), ('y'), ('z'); delete from plain where x = 'y';";
    const more = "insert into words values ('hello'); pragma user_version = 7;";
    assert.equal(await changed(folder, rows + more, `${rows}${more} vacuum;`), []);
    const paged = `pragma page_size = 512; pragma journal_mode = wal; vacuum;`;
    assert.equal(await changed(folder, rows, rows + paged), []);
    const version = "pragma user_version = 8;";
    assert.equal(await changed(folder, rows, rows + version), ["application id and version"]);
  });
});

test("a database with garbage in it is not read", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "base");
    await make(path, "insert into plain select value from generate_series(1, 5000);");
    const bytes = readFileSync(path);
    bytes.fill(0xee, 4096);
    writeFileSync(path, bytes);
    assert.match(await whyNot(path), /^sqlite3: exit \d+: .*(?:malformed|not a database)/);
  });
});

test("a path is a URI of its own", () => {
  assert.is(sqliteUri("/a b/50%?#.db"), "file:/a%20b/50%25%3f%23.db?immutable=1");
});

test.run();
