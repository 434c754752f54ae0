import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkAfterResume } from "./after-resume.js";
import type { DiskFacts } from "./facts/facts.js";
import type { FsckReport } from "./fsck/fsck.js";
import { disk, ext4, file, goldenOf, goldenRun, part } from "./facts/facts.samples.js";

const files = [file("/a"), file("/b")];
const small = { startingLba: 2048, endingLba: 4095 };
const large = { startingLba: 8192, endingLba: 16383 };
const base = disk([part(9, "P3", ext4(files), small)]);
const done = disk([part(9, "P3", ext4(files, { sizeBytes: 4 * 2 ** 20 }), large)]);
const golden = goldenOf(base, goldenRun(done));
const zero = { exitedZero: true, how: "ended with 0" };
const one = { exitedZero: false, how: "exited with 1" };

/** What was found, "checker: class" each, or the good end. */
function judged(found: DiskFacts, told = zero, fsck: FsckReport[] = [], expected = golden) {
  const { findings, heldClass } = checkAfterResume(expected, found, fsck, told);
  if (findings.length === 0) return heldClass;
  return findings.map((each) => `${each.checker}: ${each.class}`).join(", ");
}
const complains = (complaint: string, partition = "P3"): FsckReport => {
  return { partition, kind: "complaint", complaint };
};
const clean = { partition: "P3", kind: "clean" as const };

test("like golden is recovered; when it still does not exit with 0 it is stuck", () => {
  assert.is(judged(done, zero, [clean]), "recovered");
  assert.is(judged(done, one, [clean]), "told: stuck");
});

test("like the base and an honest exit is refused; with exit 0 it has diverged", () => {
  assert.is(judged(base, one), "refused");
  assert.is(judged(base, zero), "against golden: diverged");
});

test("the old files in an unclean file system are not refused but lost", () => {
  assert.is(judged(base, one, [clean]), "refused");
  assert.is(
    judged(base, one, [complains("block bitmap differs")]),
    "told: stuck, against golden: lost, fsck: lost",
  );
});

test("lost content is silently lost when the user was told nothing, else lost", () => {
  const lost = disk([part(9, "P3", ext4([file("/a")], { sizeBytes: 4 * 2 ** 20 }), large)]);
  assert.is(judged(lost, zero), "against golden: silently lost");
  assert.is(judged(lost, one), "told: stuck, against golden: lost");
  assert.is(judged(disk([]), zero), "against golden: silently lost");
});

test("an intact partition of the same name, or none, does not vouch for a lost one", () => {
  for (const name of ["", "Linux filesystem"]) {
    const one = part(1, name, ext4([file("/same")]));
    const of = (second: string) => disk([one, part(2, name, ext4([file(second)]))]);
    const whole = goldenOf(of("/same"), goldenRun(of("/same")));
    assert.is(judged(of("/lost"), zero, [], whole), "against golden: silently lost");
  }
});

test("whole content under another table has diverged, or is stuck", () => {
  const half = disk([part(9, "P3", ext4(files), large)]);
  assert.is(judged(half, zero), "against golden: diverged");
  assert.is(judged(half, one), "told: stuck, against golden: stuck");
  const census = { ...done.census, state: "backup invalid" as const };
  assert.is(judged(disk(done.partitions, { census }), zero), "against golden: diverged");
});

test("a base state with a damaged table copy is not refused", () => {
  const census = { ...base.census, state: "copies differ" as const };
  assert.is(judged(disk(base.partitions, { census }), one), "told: stuck, against golden: stuck");
});

test("a complaint that golden has too is allowed, also with other numbers in it", () => {
  const sick = goldenOf(base, goldenRun(done, [complains("53 files; bad '..' entry")]));
  assert.is(judged(done, zero, [complains("53 files; bad '..' entry")], sick), "recovered");
  assert.is(judged(done, zero, [complains("54 files; bad '..' entry")], sick), "recovered");
  assert.is(judged(done, zero, [clean], sick), "recovered");
});

test("another complaint, or the same about another partition, is found", () => {
  const sick = goldenOf(base, goldenRun(done, [complains("53 files; bad '..' entry")]));
  const wrong = "fsck: silently lost";
  assert.is(judged(done, zero, [complains("53 files; bad FAT")], sick), wrong);
  assert.is(judged(done, zero, [complains("53 files; bad '..' entry", "EFI")], sick), wrong);
  assert.is(judged(done, zero, [complains("anything")]), wrong);
  assert.is(judged(done, one, [complains("anything")]), "told: stuck, fsck: lost");
});

test("a complaint of either golden is allowed", () => {
  const other = goldenRun(done, [complains("bad")]);
  const either = goldenOf(base, goldenRun(done, [clean]), other);
  assert.is(judged(done, zero, [complains("bad")], either), "recovered");
});

const dirty = "exit 4; bitmap of group 3 differs at 0x55aa";
const sickBase = { ...golden, baseFsck: [complains(dirty)] };

test("a base that was sick must be as clean as golden, and is refused as it was", () => {
  assert.is(judged(done, zero, [clean], sickBase), "recovered");
  assert.is(judged(base, one, [complains(dirty)], sickBase), "refused");
  const again = [complains(dirty.replace("0x55aa", "0x7f11"))];
  assert.is(judged(base, one, again, sickBase), "refused");
  assert.is(judged(done, zero, [complains(dirty)], sickBase), "fsck: diverged");
  assert.is(
    judged(base, zero, [complains(dirty)], sickBase),
    "against golden: diverged, fsck: diverged",
  );
});

test("a sick base is no excuse for another complaint", () => {
  const wrong = "fsck: silently lost";
  assert.is(judged(done, zero, [complains("inode table is gone")], sickBase), wrong);
  const lost = "told: stuck, against golden: lost, fsck: lost";
  assert.is(judged(base, one, [complains("inode table is gone")], sickBase), lost);
});

test("what the base can't read is not lost while it stays so", () => {
  const broken = (problem: string) => disk([part(9, "P3", ext4([], { problem }), small)]);
  const repaired = goldenOf(broken("bad inode 7"), goldenRun(done));
  assert.is(judged(done, zero, [], repaired), "recovered");
  assert.is(judged(broken("bad inode 7"), one, [], repaired), "refused");
  assert.is(judged(broken("bad inode 7"), zero, [], repaired), "against golden: diverged");
  assert.is(judged(broken("bad root"), zero, [], repaired), "against golden: silently lost");
  const empty = disk([part(9, "P3", ext4([]), small)]);
  assert.is(judged(empty, zero, [], repaired), "against golden: silently lost");
});

test("a partition that should have got another name is not lost", () => {
  const renamed = goldenOf(base, goldenRun(disk([part(9, "NEW", ext4(files), small)])));
  assert.is(judged(base, zero, [], renamed), "against golden: diverged");
});

test("where goldens differ, content like either of them is not lost", () => {
  const log = (sha256: string, attributes = "0".repeat(16)) =>
    disk([part(9, "P3", ext4([file("/log", { sha256 })]), { ...large, attributes })]);
  const twoLogs = goldenOf(base, goldenRun(log("11")), goldenRun(log("22")));
  const other = "0000000000000001";
  assert.is(judged(log("22"), zero, [], twoLogs), "recovered");
  assert.is(judged(log("33"), zero, [], twoLogs), "recovered");
  assert.is(judged(log("11", other), zero, [], twoLogs), "against golden: diverged");
  assert.is(judged(log("22", other), zero, [], twoLogs), "against golden: diverged");
  assert.is(judged(log("33", other), zero, [], twoLogs), "against golden: diverged");
});

test("only five differences are shown, and how many more there are", () => {
  const many = Array.from({ length: 8 }, (_, index) => file(`/f${index}`));
  const full = goldenOf(base, goldenRun(disk([part(9, "P3", ext4(many))])));
  const found = disk([part(9, "P3", ext4([]))]);
  const [finding] = checkAfterResume(full, found, [], zero).findings;
  assert.match(finding?.message ?? "", /\/f4 is missing; and 3 more$/);
  assert.not.match(finding?.message ?? "", "/f5");
});

test.run();
