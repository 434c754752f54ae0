import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseCaseId } from "../model/case-id.js";
import { readChangeMap } from "../store/changes/read-change-map.js";
import { readRun } from "../store/run-folder.js";
import { explore, type ExploreOptions } from "./explore.js";
import { slotBytes } from "./kv-medium.samples.js";
import { replay } from "./replay.js";
import type { RunResult } from "./run/run-events.js";
import { makeScenario, type Subject } from "./subject/subject.js";

// A medium that is no disk goes the whole way, and nothing above the seam was told of it.

const test = suite<{ folder: string }>("second medium");

test.before((context) => void (context.folder = mkdtempSync(join(tmpdir(), "kv-"))));
test.after(({ folder }) => rmSync(folder, { recursive: true }));

const dd = `dd bs=${slotBytes} status=none`;
const put = `put() { printf '%s=%s' "$2" "$3" | ${dd} of="$0" seek="$1" conv=sync,notrunc; }`;
const get = `get() { ${dd} if="$0" skip="$1" count=1 | tr -d '\\0' | cut -d= -f2; }`;

/** Moves 10 from one account to the other, by amounts that it reads: not to be done twice. */
const careless = `${put}\n${get}
a=$(get 0) b=$(get 1) done=$(get 2)
[ "$done" = yes ] && exit
put 0 alice $((a - 10))
put 1 bob $((b + 10))
put 2 done yes`;

/** The same, told by what it shall come to. */
const careful = `${put}
put 0 alice 90
put 1 bob 30
put 2 done yes`;

async function subjectOf(folder: string, name: string, script: string): Promise<Subject> {
  const disk = join(folder, `${name}.kv`);
  const pairs = ["alice=100", "bob=20", "done=no"].map((pair) => pair.padEnd(slotBytes, "\0"));
  writeFileSync(disk, pairs.join(""));
  const subject = await makeScenario({ disk, command: ["sh", "-c", script, "{disk}"] });
  return { ...subject, workerEntry: new URL("kv-main.samples.js", import.meta.url) };
}

function exploreKv(folder: string, subject: Subject, options: ExploreOptions): Promise<RunResult> {
  return explore(subject, { seed: "7f3a", results: join(folder, "results"), ...options }).done;
}

test("a target that can be run again holds, at every crash and at crashes of its resumes", async ({
  folder,
}) => {
  const subject = await subjectOf(folder, "careful", careful);
  const result = await exploreKv(folder, subject, { points: "all", depth: 2, nested: "all" });
  assert.equal(result.failures, []);
  assert.is(result.verdict, "held");
  const firsts = result.records.map(({ id }) => parseCaseId(id).cuts[0]);
  const writes = firsts.flatMap((cut) => (cut?.kind === "write" ? [cut.writes] : []));
  assert.ok([1, 2, 3].every((each) => writes.includes(each)));
  assert.ok(result.records.some(({ cuts }) => cuts.length === 2));
  const regions = new Set(result.records.flatMap(({ cuts }) => cuts.map(({ region }) => region)));
  assert.ok(["alice", "bob"].every((key) => regions.has(key)));
});

test("one that can't is found, shrunk, stored, and replayed by its id", async ({ folder }) => {
  const subject = await subjectOf(folder, "careless", careless);
  const result = await exploreKv(folder, subject, { models: ["kill", "torn"], points: "all" });
  assert.is(result.verdict, "violated");
  const [failure] = result.failures;
  assert.is(failure?.record.class, "diverged");
  const [finding] = failure?.record.findings ?? [];
  assert.equal([finding?.place, finding?.message], ["alice", "expected 90, found 80"]);
  assert.match(failure?.smallest?.needs ?? "", "only a kill (after write 1, alice)");
  const id = failure?.smallest?.id ?? "";
  assert.equal(parseCaseId(id).cuts, [{ kind: "write", writes: 1, bytes: 0 }]);

  // "alice=90" over "alice=100", torn behind its seventh byte.
  const torn = result.records.find(({ id }) => id.includes(":w0+7@"));
  assert.is(torn?.verdict, "violated");
  assert.match(torn?.findings[0]?.message ?? "", "expected 90, found 890");

  const stored = readRun(result.folder);
  const map = readChangeMap(result.folder);
  assert.is(map?.chart, undefined);
  assert.ok(map?.rows.every(({ stretch }) => stretch === undefined));
  assert.equal(stored.cases, result.records);
  assert.ok(stored.cases.every(({ cuts }) => cuts.every(({ disk }) => disk === undefined)));
  assert.ok(existsSync(join(failure?.evidencePath ?? "", "case.json")));

  const again = await replay(id, { subject, results: join(folder, "results") }).done;
  assert.is(again.verdict, "violated");
  assert.equal(again.story?.record.findings, failure?.record.findings);
});

test.run();
