import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { cacheFolder } from "../catalogue/places.js";
import { buildSmallImage } from "../catalogue/small/small-image.js";
import { commandsFolder } from "../catalogue/small/small-targets.js";
import { parseCaseId } from "../model/case-id.js";
import { readRun } from "../store/run-folder.js";
import { explore, type ExploreOptions } from "./explore.js";
import { replay } from "./replay.js";
import type { RunResult } from "./run/run-events.js";
import { makeScenario, type Subject } from "./subject/subject.js";

// Small programs on a folder go the whole way.

const test = suite<{ folder: string; tree: string }>("trees");

test.before(async (context) => {
  context.folder = mkdtempSync(join(tmpdir(), "trees-"));
  context.tree = join(context.folder, "trees-test");
  await buildSmallImage("notes", context.tree);
});
test.after(({ folder }) => {
  rmSync(folder, { recursive: true });
  rmSync(join(cacheFolder, "any/trees-test"), { recursive: true, force: true });
});

function subjectOf(tree: string, script: string): Promise<Subject> {
  return makeScenario({ tree, command: ["sh", join(commandsFolder, script), "{tree}"] });
}

function exploreTree(folder: string, subject: Subject, more: ExploreOptions): Promise<RunResult> {
  const options = { seed: "7f3a", results: join(folder, "results"), points: "all", ...more };
  return explore(subject, options).done;
}

test("a file that takes the place of another holds, at crashes of its resumes too", async ({
  folder,
  tree,
}) => {
  const subject = await subjectOf(tree, "right/notes-named-anew.sh");
  const result = await exploreTree(folder, subject, { models: ["kill", "torn"], depth: 2 });
  assert.equal(result.failures, []);
  assert.is(result.verdict, "held");
  const regions = result.records.flatMap(({ cuts }) => cuts.map(({ region }) => region));
  assert.ok(regions.some((region) => /^rename \.notes\.\w{6} to notes$/.test(region)));
  assert.ok(result.records.some(({ cuts }) => cuts.length === 2));
  assert.equal(readdirSync(tree).sort(), ["notes", "other", "settings"]);
});

test("a lock that stays is found, shrunk, stored, and replayed by its id", async ({
  folder,
  tree,
}) => {
  const subject = await subjectOf(tree, "bad/kill/notes-stale-lock.sh");
  const result = await exploreTree(folder, subject, {});
  assert.is(result.verdict, "violated");
  const [failure] = result.failures;
  assert.is(failure?.record.class, "diverged");
  const places = failure?.record.findings
    .map(({ class: name, place }) => `${name}: ${place}`)
    .sort();
  assert.equal(places, ["diverged: notes", "left behind: .lock"]);
  const needs = failure?.smallest?.needs ?? "";
  assert.match(needs, "only a kill (after write 1, make folder .lock)");
  const id = failure?.smallest?.id ?? "";
  assert.equal(parseCaseId(id).cuts, [{ kind: "write", writes: 1, bytes: 0 }]);
  const stored = readRun(result.folder);
  assert.ok(stored.cases.every(({ cuts }) => cuts.every(({ disk }) => disk === undefined)));
  assert.ok(existsSync(join(failure?.evidencePath ?? "", "case.json")));

  const keep = join(folder, "kept");
  mkdirSync(keep);
  const again = await replay(id, { subject, keep, results: join(folder, "results") }).done;
  assert.is(again.verdict, "violated");
  assert.equal(again.story?.agreements, [{ withOwnTrace: true, withRecorded: true }]);
  assert.equal(readdirSync(join(keep, "crash-1")).sort(), [".lock", "notes", "other", "settings"]);
  assert.is(readFileSync(join(keep, "resumed", "notes"), "utf8"), "one\ntwo\n");
  assert.match(readFileSync(join(keep, "how-to-look.txt"), "utf8"), "diff -r");
});

test.run();
