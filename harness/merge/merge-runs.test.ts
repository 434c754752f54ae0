import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ChangeMap } from "../model/map/change-map.js";
import { storeChangeMap } from "../store/changes/change-map-file.js";
import { readChangeMap } from "../store/changes/read-change-map.js";
import { encodeSites } from "../store/changes/sites-record.js";
import { storeFailure } from "../store/failures/failure-folder.js";
import { readRun } from "../store/run-folder.js";
import { caseRecord } from "../store/stored.samples.js";
import { mergeRuns, type Missing } from "./merge-runs.js";
import { readShards } from "./shard-run.js";
import { heldCase, writeShard } from "./shards.samples.js";

const changeMap: ChangeMap = {
  steps: ["grow"],
  places: [{ name: "P1", kind: "data" }],
  rows: [{ count: 83, step: 0, place: 0 }],
  flushes: [80],
  ...{ said: [], saidMore: 0 },
};

const merging = suite<{ folder: string }>("merge");
merging.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-merge-"));
});
merging.after.each(({ folder }) => rmSync(folder, { recursive: true }));

function merge(folder: string, missing: Missing = "refused") {
  return mergeRuns(readShards([folder]), missing, () => join(folder, "..", outOf(folder)));
}

/** Beside the shards: what is merged is not to be found among them. */
function outOf(folder: string): string {
  return `${folder.split("/").at(-1) ?? ""}-whole`;
}

merging.after.each(({ folder }) => rmSync(`${folder}-whole`, { recursive: true, force: true }));

merging(
  "the whole run has all cases in the order of the plan, and all evidence once",
  (context) => {
    const { folder } = context;
    const [one, two] = [
      writeShard(folder, 1, 2, [heldCase(2), heldCase(0)]),
      writeShard(folder, 2, 2, [caseRecord(3), heldCase(1)]),
    ];
    const { id } = caseRecord(3);
    const evidence = {
      id,
      blobs: [{ kind: "traces" as const, bytes: Buffer.from("trace") }],
      filesWith: () => ({ "case.json": "{}" }),
    };
    for (const path of [one, two]) storeFailure(path, evidence, Infinity);
    storeChangeMap(one, changeMap);
    const { path, end, cases } = merge(folder);
    const whole = readRun(path);
    assert.equal(
      whole.cases.map(({ index }) => index),
      [0, 1, 2, 3],
    );
    assert.equal(whole.cases[3], caseRecord(3));
    assert.is(cases.length, 4);
    assert.equal([end.verdict, end.why, end.planned], ["violated", { kind: "complete" }, 180]);
    assert.equal([end.keptCount, end.lostWorkers.stuck], [1, 2]);
    assert.equal(whole.end, end);
    assert.is(whole.run.shard, undefined);
    assert.equal(whole.run.merged, { count: 2, found: [1, 2] });
    assert.is(readdirSync(join(path, "failures")).length, 1);
    assert.is(readdirSync(join(path, "traces")).length, 1);
    assert.equal(readChangeMap(path), changeMap);
  },
);

merging("held needs every shard; a missing or a killed one is refused, or undecided", (context) => {
  const { folder } = context;
  writeShard(folder, 1, 3, [heldCase(0)]);
  writeShard(folder, 3, 3, [heldCase(2)], { end: "none" });
  assert.throws(
    () => merge(folder),
    /1 of 3 shards are missing: 2; shard 3\/3 has not ended: .*--partial/,
  );
  const { end, run } = merge(folder, "allowed");
  assert.is(end.verdict, "undecided");
  assert.match(end.why.kind === "undecided" ? end.why.reason : "", "missing: 2; shard 3/3 has not");
  assert.equal(run.merged, { count: 3, found: [1, 3] });
});

merging("one violated case is enough, whatever is missing", ({ folder }) => {
  writeShard(folder, 1, 2, [caseRecord(0)], { end: "none" });
  assert.is(merge(folder, "allowed").end.verdict, "violated");
});

merging("no case at all is undecided", ({ folder }) => {
  writeShard(folder, 1, 1, []);
  const { end } = merge(folder);
  assert.equal(
    [end.verdict, end.why],
    ["undecided", { kind: "undecided", reason: "no case was run" }],
  );
});

const settings = [
  ["option aim", { options: { iterations: 2, strict: false, aim: "time" } }],
  ["the target's program", { program: { path: "/usr/bin/resizer", sha256: "02" } }],
  ["seed", { seed: "7f3b" }],
  ["target", { target: "other" }],
  ["the disk image", { imageSha256: "11" }],
  ["the number of shards", { shard: { index: 2, count: 3 } }],
] as const;

for (const [name, change] of settings) {
  merging(`another run is refused: ${name}`, ({ folder }) => {
    writeShard(folder, 1, 2, [heldCase(0)]);
    writeShard(folder, 2, 2, [heldCase(1)], { run: change });
    assert.throws(() => merge(folder), new RegExp(`not shards of one run: ${name}: expected`));
    assert.throws(() => merge(folder, "allowed"), "not shards of one run");
  });
}

merging("jobs and hosts may differ; other versions of tools are told", ({ folder }) => {
  const options = { iterations: 2, strict: false, aim: "steps", jobs: 8 };
  writeShard(folder, 1, 2, [heldCase(0)]);
  writeShard(folder, 2, 2, [heldCase(1)], {
    run: { options, host: { cpus: 64 }, tools: { e2fsck: "1.47.1" } },
  });
  const { end, notices, path } = merge(folder);
  assert.is(end.verdict, "held");
  assert.equal(notices, ["shard 2/2 has e2fsck 1.47.1, shard 1/2 1.47.0"]);
  assert.equal(readRun(path).golden?.notices, notices);
});

merging("a shard that is there twice is refused; a copy of the same run is no other", (context) => {
  const { folder } = context;
  writeShard(folder, 1, 1, [heldCase(0)]);
  const copy = join(folder, "latest");
  writeShard(copy, 1, 1, [heldCase(0)]);
  assert.is(merge(folder).cases.length, 1);
  writeShard(join(folder, "again"), 1, 1, [heldCase(0)], {
    run: { startedAt: "2026-11-21T12:31:00Z" },
  });
  assert.throws(() => merge(folder), /shard 1\/1 is there twice: .*again/);
});

merging("shards with the same case, or with other plans, are no parts of one run", ({ folder }) => {
  writeShard(folder, 1, 2, [heldCase(0)]);
  writeShard(folder, 2, 2, [heldCase(0)]);
  assert.throws(() => merge(folder), /case 0 \(c1:.*expected each case once/);
  writeShard(folder, 2, 2, [heldCase(1)], { writeCount: 84 });
  assert.throws(() => merge(folder), /made 84 writes, expected 83/);
  assert.is(merge(folder, "allowed").end.verdict, "undecided");
});

merging("a whole run is no shard", ({ folder }) => {
  const path = writeShard(folder, 1, 1, []);
  const run = JSON.parse(readFileSync(join(path, "run.json"), "utf8")) as Record<string, unknown>;
  delete run["shard"];
  writeFileSync(join(path, "run.json"), JSON.stringify(run));
  assert.throws(() => merge(folder), /is no shard: it was run without --shard/);
});

merging("what is there already stays, and nothing half is left", ({ folder }) => {
  writeShard(folder, 1, 1, [heldCase(0)]);
  merge(folder);
  assert.throws(() => merge(folder), /is there already, and is not empty/);
  const beside = readdirSync(join(folder, "..")).filter((name) => name.startsWith(outOf(folder)));
  assert.equal(beside, [outOf(folder)]);
});

merging("a cut-off last line is left out, and told", ({ folder }) => {
  const path = writeShard(folder, 1, 1, [heldCase(0)]);
  writeFileSync(join(path, "cases.jsonl"), `{"version":5`, { flag: "a" });
  assert.match(merge(folder).notices[0] ?? "", "the last line is cut off after 12 bytes");
});

merging("where in the source is that of a shard that has looked", ({ folder }) => {
  writeShard(folder, 1, 2, [heldCase(0)]);
  const path = writeShard(folder, 2, 2, [heldCase(1)]);
  const sites = { kind: "not found", reason: "strace is missing" } as const;
  writeFileSync(join(path, "sites.json"), JSON.stringify(encodeSites(sites)));
  assert.equal(readRun(merge(folder).path).sites, sites);
});

merging.run();
