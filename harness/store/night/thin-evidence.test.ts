import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { encodeFailure } from "../failures/failure-case.js";
import { caseRecord } from "../stored.samples.js";
import { thinEvidence } from "./thin-evidence.js";

const test = suite<{ folder: string }>("thin evidence");

test.before.each((context) => void (context.folder = mkdtempSync(join(tmpdir(), "thin-"))));
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

const kibibyte = 1024;

/** Leaves the evidence of a case that found something in a place, with a trace of 64 KiB. */
function leave(folder: string, run: string, name: string, place: string): string {
  const record = caseRecord(0);
  const findings = record.findings.map((each) => ({ ...each, place }));
  const digest = name.repeat(64).slice(0, 64);
  const failure = { imageDigest: "00", crashDigests: [], traces: [digest], devices: [] };
  const path = join(folder, run, "failures", name);
  for (const each of [path, join(folder, run, "traces")]) mkdirSync(each, { recursive: true });
  const text = encodeFailure({ version: 5, record: { ...record, findings } as never, ...failure });
  writeFileSync(join(path, "case.json"), text);
  writeFileSync(join(folder, run, "traces", `${digest}.gz`), Buffer.alloc(64 * kibibyte));
  return path;
}

test("of each kind the first stays; repetitions go from the first turn on, as far as needed", ({
  folder,
}) => {
  const first = leave(folder, "1", "a", "P3");
  const again = leave(folder, "1", "b", "P3");
  const other = leave(folder, "2", "c", "P4");
  const last = leave(folder, "2", "d", "P3");
  const runs = ["1", "2"].map((run) => join(folder, run));
  const { removed, freedBytes } = thinEvidence(folder, runs, 250 * kibibyte);
  assert.is(removed, 1);
  assert.ok(freedBytes > 64 * kibibyte);
  assert.equal([first, again, other, last].map(existsSync), [true, false, true, true]);
  assert.equal(
    ["a", "b"].map((name) => existsSync(join(folder, "1", "traces", `${name.repeat(64)}.gz`))),
    [true, false],
  );
  assert.is(thinEvidence(folder, runs, 10).removed, 1);
  assert.equal([first, other, last].map(existsSync), [true, true, false]);
});

test("nothing goes where there is room", ({ folder }) => {
  leave(folder, "1", "a", "P3");
  leave(folder, "1", "b", "P3");
  const thinned = thinEvidence(folder, [join(folder, "1")], 1000 * kibibyte);
  assert.equal(thinned, { removed: 0, freedBytes: 0 });
});

test.run();
