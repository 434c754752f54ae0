import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { DecodeError, HarnessError, UsageError } from "../model/errors.js";
import { decodeRun, encodeCase } from "./codec.js";
import type { RunJson } from "./records.js";
import { failureFolderPath } from "./failures/failure-folder.js";
import { whyNoFailure } from "./failures/missing-failure.js";
import { createRun, readRun } from "./run-folder.js";
import { caseRecord, end, golden, run } from "./stored.samples.js";

const stamp = "20261120T123100Z";

const store = suite<{ folder: string }>("store");

store.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "store-test-"));
});
store.after.each(({ folder }) => rmSync(folder, { recursive: true, force: true }));

/** A run with that many cases, closed. Returns its path. */
function writeRun(folder: string, caseCount: number): string {
  const writer = createRun(folder, run, stamp);
  for (let index = 0; index < caseCount; index += 1) writer.appendCase(caseRecord(index));
  writer.close();
  return writer.path;
}

store("reads back what was written, also through latest", ({ folder }) => {
  const path = writeRun(folder, 2);
  const expected = { run, cases: [caseRecord(0), caseRecord(1)], notices: [] };
  const latest = join(folder, "latest");
  assert.equal(readRun(path), { path, ...expected });
  assert.equal(readRun(latest), { path: latest, ...expected });
  assert.equal(readdirSync(path).sort(), ["cases.jsonl", "run.json"]);
});

store("says how to get the evidence of a case that was not kept", ({ folder }) => {
  const path = writeRun(folder, 1);
  const { id } = caseRecord(0);
  const why = whyNoFailure(failureFolderPath(path, id));
  assert.match(why, `the evidence of ${id} was not kept: of each kind`);
  assert.match(why, `replay ${id} runs it again`);
  assert.match(whyNoFailure(join(path, "failures", "other")), /^no failure in .*\. Expected a/);
  assert.match(whyNoFailure(folder), /^no failure in /);
});

store("keeps how a run has ended, and what stands besides its cases", ({ folder }) => {
  const writer = createRun(folder, run, stamp);
  assert.not("end" in readRun(writer.path));
  writer.writeEnd(end);
  writer.close();
  assert.equal(readRun(writer.path).end, end);
});

store("keeps what the uninterrupted runs have shown", ({ folder }) => {
  const writer = createRun(folder, run, stamp);
  assert.not("golden" in readRun(writer.path));
  writer.writeGolden(golden);
  writer.close();
  assert.equal(readRun(writer.path).golden, golden);
  assert.equal(readdirSync(writer.path).sort(), ["cases.jsonl", "golden.json", "run.json"]);
});

store("tells where golden.json is damaged", ({ folder }) => {
  const path = writeRun(folder, 1);
  const written = (record: object) => {
    writeFileSync(join(path, "golden.json"), JSON.stringify(record));
    return damage(path);
  };
  assert.match(written({ ...golden, version: 3 }), "golden.json: version: expected 5, found 3");
  assert.match(written({ ...golden, findings: [{}] }), "golden.json: findings[0].checker: ");
  assert.match(written({ ...golden, more: 1 }), 'golden.json: Unrecognized key: "more"');
  writeFileSync(join(path, "golden.json"), '{"version":5');
  assert.match(damage(path), /^golden\.json: damaged, not JSON/);
});

store("can be read while it is open, and with no case yet", ({ folder }) => {
  const writer = createRun(folder, run, stamp);
  assert.equal(readRun(writer.path).cases, []);
  writer.appendCase(caseRecord(0));
  assert.is(readRun(writer.path).cases.length, 1);
  writer.close();
});

store("numbers folders that clash, and moves latest on", ({ folder }) => {
  const paths = [1, 2, 3].map(() => writeRun(folder, 0));
  const name = `${stamp}-7f3a`;
  assert.equal(
    paths.map((path) => path.slice(folder.length + 1)),
    [`resize/${name}`, `resize/${name}-2`, `resize/${name}-3`],
  );
  assert.is(readlinkSync(join(folder, "latest")), `resize/${name}-3`);
  assert.equal(readdirSync(folder).sort(), ["latest", "resize"]);
});

store("drops a cut-off last line with a notice, wherever it is cut", ({ folder }) => {
  const path = writeRun(folder, 1);
  const cases = join(path, "cases.jsonl");
  const whole = readFileSync(cases);
  for (let cut = 1; cut < whole.length; cut += 1) {
    writeFileSync(cases, Buffer.concat([whole, whole.subarray(0, cut)]));
    const read = readRun(path);
    assert.is(read.cases.length, 1);
    assert.is(read.notices.length, 1);
    assert.match(read.notices[0] ?? "", `cases.jsonl:2: the last line is cut off after ${cut} `);
  }
});

/** The message of the DecodeError that reading this run throws. */
function damage(path: string): string {
  try {
    readRun(path);
  } catch (error) {
    assert.instance(error, DecodeError);
    return (error as Error).message;
  }
  throw new Error("expected an error");
}

store("names line and field of damage", ({ folder }) => {
  const path = writeRun(folder, 2);
  const cases = join(path, "cases.jsonl");
  const good = readFileSync(cases, "utf8");
  const withThird = (line: string) => {
    writeFileSync(cases, `${good}${line}\n${good}`);
    return damage(path);
  };
  const stored = JSON.parse(encodeCase(caseRecord(2))) as { cuts: [object] };
  const changed = (change: object) => withThird(JSON.stringify({ ...stored, ...change }));
  assert.match(withThird(good.slice(0, 40)), /^cases\.jsonl:3: damaged, not JSON: /);
  assert.match(withThird(""), /^cases\.jsonl:3: damaged/);
  assert.match(withThird("[]"), /^cases\.jsonl:3: expected a JSON object/);
  assert.match(changed({ extra: 1 }), /^cases\.jsonl:3: Unrecognized key: "extra"/);
  assert.match(changed({ index: -1 }), /^cases\.jsonl:3: index: /);
  assert.match(changed({ index: -1, id: 2, model: "" }), / \(and 2 more\)$/);
  const [cut] = stored.cuts;
  assert.match(changed({ cuts: [cut, { ...cut, step: 1 }] }), /^cases\.jsonl:3: cuts\[1\]\.step: /);
  writeFileSync(cases, Buffer.from([0x22, 0xff, 0x22, 0x0a]));
  assert.match(damage(path), /^cases\.jsonl:1: damaged/);
});

store("refuses other versions before it looks at any field", ({ folder }) => {
  const path = writeRun(folder, 1);
  appendFileSync(join(path, "cases.jsonl"), '{"version":1,"what":"ever"}\n');
  assert.match(
    damage(path),
    "cases.jsonl:2: version: expected 5, found 1. Read these results with",
  );
  writeFileSync(join(path, "run.json"), "{}");
  assert.match(damage(path), "run.json: version: expected 5, found none");
  truncateSync(join(path, "run.json"), 1);
  assert.match(damage(path), /run\.json: damaged/);
});

store("says where no run is", ({ folder }) => {
  assert.throws(
    () => readRun(folder),
    (error: Error) => error instanceof UsageError,
  );
  assert.throws(() => readRun(join(folder, "latest")), /no run in .*expected a folder like/i);
  const path = writeRun(folder, 0);
  rmSync(join(path, "cases.jsonl"));
  assert.is(readRun(path).notices.length, 1);
});

store("says what to do when results can't be written", ({ folder }) => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  const refused = (results: string, reason: RegExp) =>
    assert.throws(
      () => createRun(results, run, stamp),
      (error: Error) =>
        error instanceof HarnessError &&
        error.cause !== undefined &&
        reason.test(error.message) &&
        /Name another folder with --results DIR$/.test(error.message),
    );
  refused(join(file, "results"), /a part of the path is not a folder \(ENOTDIR\)/);
  refused(file, /\((?:ENOTDIR|EEXIST)\)/);
  mkdirSync(join(folder, "taken", "latest"), { recursive: true });
  refused(join(folder, "taken"), /a folder is in the way of a file \(EISDIR\)/);
});

store("reads a program whose content and version are known, and one of which they are not", () => {
  const read = (written: RunJson) => decodeRun(Buffer.from(JSON.stringify(written)), "run.json");
  const telling = { ...run, program: { path: "resizer", sha256: "00", version: "resizer 1.0" } };
  assert.equal(read(telling), telling);
  const silent = { ...run, program: { path: "resizer" } };
  assert.equal(read(silent), silent);
});

store.run();
