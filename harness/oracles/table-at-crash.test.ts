import type { ByteRange } from "../model/byte-range.js";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CopyCensus } from "../layout/gpt/census.js";
import type { DiskFacts } from "./facts/facts.js";
import { disk, part, raw } from "./facts/facts.samples.js";
import { checkProtection, checkTable } from "./table-at-crash.js";

const good = disk([]).census.primary;
const bad: CopyCensus = {
  headerState: "no signature",
  entriesState: "unreadable",
  headerCrcValid: false,
  entriesCrcValid: false,
  valid: false,
};
const gpt = (primary: CopyCensus, backup: CopyCensus) =>
  disk([part(1, "A", raw("1"))], { census: { ...disk([]).census, primary, backup } });
const [both, onlyPrimary] = [gpt(good, good), gpt(good, bad)];
const [onlyBackup, neither] = [gpt(bad, good), gpt(bad, bad)];
const none: DiskFacts = { ...neither, label: "none" };
const dos = (slots: Record<number, string>): DiskFacts => {
  return { ...neither, label: "dos", mbr: { slots, problems: [] } };
};

const sector = (lba: number, sectorBytes = 512): ByteRange => {
  return { startBytes: lba * sectorBytes, endBytes: (lba + 1) * sectorBytes };
};
/** "checker: class", or "fine". */
function judged(base: DiskFacts, after: DiskFacts, crash: DiskFacts, ...torn: ByteRange[]) {
  const problem = checkTable(base, [after, after], crash, torn);
  return problem === undefined ? "fine" : `${problem.checker}: ${problem.class}`;
}
const unbootable = "gpt at the crash: unbootable at the crash";
const lost = "gpt at the crash: unreadable";

test("a primary that was valid must be", () => {
  assert.is(judged(both, both, onlyPrimary), "fine");
  assert.is(judged(both, both, onlyBackup), unbootable);
  assert.is(judged(both, both, neither), lost);
  assert.is(judged(onlyPrimary, both, onlyBackup), unbootable);
});

test("a primary that was not valid need not be, but a copy must stay", () => {
  assert.is(judged(onlyBackup, both, onlyBackup), "fine");
  assert.is(judged(onlyBackup, both, onlyPrimary), "fine");
  assert.is(judged(onlyBackup, both, neither), lost);
  assert.is(judged(neither, both, neither), "fine");
});

test("nothing is asked of a disk that has no table before or after", () => {
  assert.is(judged(none, both, onlyBackup), "fine");
  assert.is(judged(none, none, none), "fine");
  assert.is(judged(both, none, neither), "fine");
});

test("a torn primary header needs a valid backup", () => {
  assert.is(judged(both, both, onlyBackup, sector(1)), "fine");
  assert.is(judged(both, both, neither, sector(1)), lost);
  assert.is(judged(both, both, onlyBackup, { startBytes: 1000, endBytes: 1001 }), "fine");
});

test("a tear elsewhere is no excuse", () => {
  assert.is(judged(both, both, onlyBackup, sector(0), sector(2), sector(9999)), unbootable);
  const large = { ...both, sectorBytes: 4096 };
  assert.is(judged(large, large, onlyBackup, sector(1)), unbootable);
  assert.is(judged(large, large, onlyBackup, sector(1, 4096)), "fine");
});

const before = dos({ 1: "a", 2: "b" });
const after = dos({ 1: "a2", 3: "c" });
const wrong = "mbr at the crash: unbootable at the crash";

test("an MBR must read as before or as after, slot by slot", () => {
  for (const crash of [before, after, dos({ 1: "a2", 2: "b" }), dos({ 1: "a", 2: "b", 3: "c" })]) {
    assert.is(judged(before, after, crash), "fine");
  }
  assert.is(judged(before, after, dos({ 1: "x", 2: "b" })), wrong);
  assert.is(judged(before, after, dos({ 2: "b" })), wrong);
  assert.is(judged(before, after, dos({ 1: "a", 2: "b", 4: "d" })), wrong);
  assert.is(judged(before, after, none), wrong);
});

test("the message says which slot, or that there is no table", () => {
  const say = (crash: DiskFacts) => checkTable(before, [after], crash, [])?.message ?? "";
  assert.match(say(dos({ 1: "x", 2: "b" })), "found x in slot 1, not a");
  assert.match(say(none), "found no partition table");
});

test("nothing is asked of a torn MBR", () => {
  assert.is(judged(before, after, none, sector(0)), "fine");
  assert.is(judged(before, after, none, sector(1)), wrong);
});

test("from an MBR to a GPT and back, one of the two must be there", () => {
  assert.is(judged(before, both, before), "fine");
  assert.is(judged(before, both, both), "fine");
  assert.is(judged(before, both, onlyBackup), wrong);
  assert.is(judged(before, both, none), wrong);
  assert.is(judged(both, before, before), "fine");
  assert.is(judged(both, before, onlyBackup), unbootable);
});

const bare = { ...both, pmbrProblem: "no signature 0xaa55" };
/** The message, or "fine". */
const protection = (base: DiskFacts, after: DiskFacts, crash: DiskFacts, ...torn: ByteRange[]) =>
  checkProtection(base, [after, after], crash, torn)?.message ?? "fine";
const noGpt =
  "expected a valid one, found no signature 0xaa55. " +
  "Linux then looks for no GPT unless told otherwise";

test("a protective MBR that was valid must be, though the primary is valid", () => {
  assert.is(protection(both, both, bare), noGpt);
  assert.is(protection(both, both, { ...bare, ...onlyBackup }), noGpt);
  assert.is(protection(both, both, both), "fine");
});

test("one that the base has not, or that uninterrupted runs break, is not asked for", () => {
  assert.is(protection(bare, both, bare), "fine");
  assert.is(protection(both, bare, bare), "fine");
  assert.is(protection(both, none, bare), "fine");
  assert.is(protection(before, both, bare), "fine");
});

test("nor is one that was torn", () => {
  assert.is(protection(both, both, bare, sector(0)), "fine");
  assert.is(protection(both, both, bare, sector(1)), noGpt);
});

test.run();
