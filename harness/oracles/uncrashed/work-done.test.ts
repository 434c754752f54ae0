import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CopyCensus } from "../../layout/gpt/census.js";
import { parseExpectation } from "../../model/expectation.js";
import type { DiskFacts } from "../facts/facts.js";
import { disk, ext4, file, part, raw } from "../facts/facts.samples.js";
import { ExpectedLosses } from "./expected-losses.js";
import { workDone } from "./work-done.js";

const base = disk([part(1, "A", ext4([file("/a")])), part(2, "B", raw("1"))]);
const good = base.census.primary;
const bad: CopyCensus = { ...good, headerState: "bad header CRC", valid: false };

function done(now: DiskFacts, expects: readonly string[] = [], from = base) {
  return workDone(from, now, new ExpectedLosses(expects.map(parseExpectation)), () => 0);
}

/** "class, place, by checker: message" of each fault. */
function wrong(...asked: Parameters<typeof done>): string[] {
  return done(...asked).faults.map(
    (each) => `${each.class}, ${each.place}, by ${each.checker}: ${each.message}`,
  );
}
const withCensus = (census: Partial<DiskFacts["census"]>) =>
  disk(base.partitions, { census: { ...base.census, ...census } });

test("a run that does nothing has done nothing", () => {
  assert.equal(done(base), { lines: [], faults: [] });
});

test("each line begins with its place", () => {
  const now = disk([part(1, "A", ext4([file("/a"), file("/c")]))], { sizeBytes: 8 * 2 ** 20 });
  assert.equal(done(now).lines, [
    "disk: disk size 16 MiB became 8 MiB",
    "A: 1 files added (/c)",
    "B: the partition is gone (no file system)",
  ]);
});

test("what is lost in several places is a finding for each", () => {
  assert.equal(wrong(disk([])), [
    "silently lost, A, by content: the partition is gone (ext4 with 2 files and folders)",
    "silently lost, B, by content: the partition is gone (no file system)",
  ]);
  assert.equal(wrong(disk([]), ["gone: A", "gone: B"]), []);
});

test("a GPT that was whole and is so no more: Linux reads only the primary", () => {
  const backup = withCensus({ state: "backup invalid", backup: bad });
  assert.equal(wrong(backup), ['needs repair, GPT, by gpt: the GPT is "backup invalid"']);
  const primary = withCensus({ state: "primary invalid", primary: bad });
  assert.equal(wrong(primary), ['unreadable, GPT, by gpt: the GPT is "primary invalid"']);
  assert.equal(wrong(primary, ["wipe"]), []);
  assert.equal(wrong(primary, [], primary), []);
  const told = { ...backup, gptProblems: ["gpt.backup.header: bad CRC"] };
  assert.match(wrong(told)[0] ?? "", "(gpt.backup.header: bad CRC)");
});

test("a protective MBR that was valid and is so no more", () => {
  const pmbrProblem = "no signature 0xaa55";
  const now = disk(base.partitions, { pmbrProblem });
  const told = `expected a valid one, found ${pmbrProblem}. Linux then looks for no GPT`;
  assert.equal(wrong(now), [`unreadable, protective MBR, by gpt: ${told} unless told otherwise`]);
  assert.equal(done(now).lines, [`disk: protective MBR valid became ${pmbrProblem}`]);
  assert.equal(wrong(now, ["wipe"]), []);
  assert.equal(done(now, [], now), { lines: [], faults: [] });
});

test("no table where there was one is unreadable", () => {
  const none = disk(base.partitions, { label: "none" });
  assert.equal(wrong(none), ["unreadable, partition table, by gpt: no partition table is left"]);
  assert.equal(done(none).lines, ["disk: disk label gpt became none"]);
  assert.equal(done(none).faults[0]?.expects, ["wipe"]);
  assert.equal(wrong(none, [], none), []);
});

test("a partition over a table has diverged", () => {
  assert.equal(wrong(withCensus({ entriesInsideDisk: false })), [
    "diverged, GPT, by gpt: a partition lies outside of the usable range, over a table",
  ]);
});

test("what is newly wrong with an MBR is told, and is unreadable", () => {
  const dos = (...problems: string[]) => disk([], { label: "dos", mbr: { slots: {}, problems } });
  const problem = "mbr.extended[1]: torn";
  assert.equal(wrong(dos(problem), [], dos()), [`unreadable, MBR, by mbr: ${problem}`]);
  assert.equal(done(dos(problem), [], dos()).lines, [`disk: ${problem}`]);
  assert.equal(wrong(dos(problem), [], dos(problem)), []);
});

test.run();
