import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkAfterResume } from "./after-resume.js";
import type { DiskFacts } from "./facts/facts.js";
import type { FsckReport } from "./fsck/fsck.js";
import { disk, ext4, file, goldenOf, goldenRun, part, raw } from "./facts/facts.samples.js";
import type { Golden } from "./golden.js";
import { mending, noRepair } from "./harm/repair.samples.js";

const files = [file("/a"), file("/b")];
const small = { startingLba: 2048, endingLba: 4095 };
const large = { startingLba: 8192, endingLba: 16383 };
const base = disk([part(9, "P3", ext4(files), small)]);
const done = disk([part(9, "P3", ext4(files, { sizeBytes: 4 * 2 ** 20 }), large)]);
const golden = goldenOf(base, goldenRun(done));
const zero = { exitedZero: true, how: "ended with 0" };
const one = { exitedZero: false, how: "exited with 1" };

function judgement(
  found: DiskFacts,
  told = zero,
  fsck: FsckReport[] = [],
  expected: Golden = golden,
  repaired = noRepair,
) {
  return checkAfterResume(expected, { found, fsck, told, repaired });
}

/** What was found, "checker: class" each, or the good end. */
async function judged(...asked: Parameters<typeof judgement>): Promise<string> {
  const { findings, heldClass } = await judgement(...asked);
  if (findings.length === 0) return heldClass;
  return findings.map((each) => `${each.checker}: ${each.class}`).join(", ");
}
const complains = (complaint: string, partition = "P3"): FsckReport => {
  return { partition, kind: "complaint", complaint };
};
const clean = { partition: "P3", kind: "clean" as const };

/** Where it starts, and where it ends. */
const table = "against golden: diverged, against golden: diverged";
/** Where it starts, where it ends, how large its file system is: one finding each. */
const notMoved = Array.from({ length: 3 }, () => "against golden: diverged").join(", ");

test("like golden is recovered; when it still does not exit with 0 it is stuck", async () => {
  assert.is(await judged(done, zero, [clean]), "recovered");
  assert.is(await judged(done, one, [clean]), "told: stuck");
});

test("like the base and an honest exit is refused; with exit 0 it has diverged", async () => {
  assert.is(await judged(base, one), "refused");
  assert.is(await judged(base, zero), notMoved);
});

test("like the base by a repair alone is undone, but not where a checker complains", async () => {
  const mended = { exitedZero: true, how: "ended with 0", isRepair: true } as const;
  assert.is(await judged(base, mended, [clean]), "undone");
  assert.is(await judged(done, mended, [clean]), "recovered");
  assert.is(await judged(base, mended, [complains("bad")]), `fsck: beyond repair, ${table}`);
  const lost = disk([part(9, "P3", ext4([file("/a")]), small)]);
  assert.match(await judged(lost, mended), "against golden: silently lost");
});

test("each thing that has diverged is said of its place", async () => {
  const { findings } = await judgement(base, zero);
  assert.equal(
    findings.map(({ place, message }) => `${place}: ${message}`),
    [
      "P3: StartingLBA: expected 8192, found 2048",
      "P3: EndingLBA: expected 16383, found 4095",
      "P3: file system size: expected 4194304, found 1048576",
    ],
  );
});

test("what is stuck says how it ended each time, and what stands on the disk", async () => {
  const said = async (...asked: Parameters<typeof judgement>) => {
    const { findings } = await judgement(...asked);
    return findings.find((each) => each.checker === "told")?.message ?? "";
  };
  const each = "expected the resume to succeed, but found each time: exited with 1. On the disk: ";
  assert.is(await said(done, one), `${each}the work is done`);
  assert.is(await said(done, one, [complains("bad")]), `${each}all else is done`);
  const half = disk([part(9, "P3", ext4(files), large)]);
  const size = "P3: file system size: expected 4194304, found 1048576";
  assert.is(await said(half, one), `${each}${size}`);
});

test("as one more run leaves a finished disk, and as that says it, is finished", async () => {
  const says = (exitedZero: boolean, facts = done): Golden => {
    return { ...golden, rerun: { exitedZero, left: { ...goldenRun(facts), fsck: [clean] } } };
  };
  assert.is(await judged(done, one, [clean], says(false)), "finished");
  assert.is(await judged(base, one, [clean], says(false, base)), "finished");
  assert.is(
    await judged(done, one, [complains("bad")], says(false)),
    "fsck: beyond repair, told: stuck",
  );
  assert.is(await judged(done, one, [clean], says(true)), "told: stuck");
  assert.is(await judged(base, zero, [clean], says(false)), notMoved);
});

test("as one more run leaves it, but for what each run draws anew, is finished", async () => {
  const withGuid = (guid: string, place = large) =>
    disk([part(9, "P3", ext4(files, { sizeBytes: 4 * 2 ** 20 }), { ...place, guid })]);
  const runs = [goldenRun(withGuid("A")), goldenRun(withGuid("B"))] as const;
  const rerun = { exitedZero: false, left: { ...goldenRun(withGuid("A")), fsck: [clean] } };
  const drawing = { ...goldenOf(base, ...runs), rerun };
  assert.is(await judged(withGuid("C"), one, [clean], drawing), "finished");
  assert.is(await judged(withGuid("C", small), one, [clean], drawing), "told: stuck");
});

test("the old files in an unclean file system are not refused", async () => {
  const sick = complains("block bitmap differs");
  assert.is(await judged(base, one, [clean]), "refused");
  assert.is(await judged(base, one, [sick]), "fsck: beyond repair, told: stuck");
  const mended = await judged(base, one, [sick], golden, mending());
  assert.is(mended, "fsck: needs repair, told: stuck");
  const eaten = await judged(base, one, [sick], golden, mending(ext4([file("/a")])));
  assert.is(eaten, "repair: destroyed by repair, told: stuck");
});

test("lost content is silently lost when the user was told nothing, else lost", async () => {
  const lost = disk([part(9, "P3", ext4([file("/a")], { sizeBytes: 4 * 2 ** 20 }), large)]);
  assert.is(await judged(lost, zero), "against golden: silently lost");
  assert.is(await judged(lost, one), "against golden: lost, told: stuck");
  const { findings } = await judgement(disk([]), zero);
  assert.equal(
    findings.map((each) => `${each.class}, ${each.place}: ${each.message}`),
    ["silently lost, P3: it is gone"],
  );
});

test("an intact partition of the same name, or none, does not vouch for a lost one", async () => {
  for (const name of ["", "Linux filesystem"]) {
    const one = part(1, name, ext4([file("/same")]));
    const of = (second: string) => disk([one, part(2, name, ext4([file(second)]))]);
    const whole = goldenOf(of("/same"), goldenRun(of("/same")));
    assert.is(await judged(of("/lost"), zero, [], whole), "against golden: silently lost");
  }
});

test("whole content under another table has diverged, or is stuck", async () => {
  const half = disk([part(9, "P3", ext4(files), large)]);
  assert.is(await judged(half, zero), "against golden: diverged");
  assert.is(await judged(half, one), "told: stuck");
  const census = { ...done.census, state: "backup invalid" as const };
  assert.is(await judged(disk(done.partitions, { census }), zero), "against golden: diverged");
});

test("a base state with a damaged table copy is not refused", async () => {
  const census = { ...base.census, state: "copies differ" as const };
  assert.is(await judged(disk(base.partitions, { census }), one), "told: stuck");
});

test("a complaint that golden has too is allowed, also with other numbers in it", async () => {
  const sick = goldenOf(base, goldenRun(done, [complains("53 files; bad '..' entry")]));
  assert.is(await judged(done, zero, [complains("53 files; bad '..' entry")], sick), "recovered");
  assert.is(await judged(done, zero, [complains("54 files; bad '..' entry")], sick), "recovered");
  assert.is(await judged(done, zero, [clean], sick), "recovered");
});

test("another complaint, or the same about another partition, is found", async () => {
  const sick = goldenOf(base, goldenRun(done, [complains("53 files; bad '..' entry")]));
  const wrong = "fsck: beyond repair";
  assert.is(await judged(done, zero, [complains("53 files; bad FAT")], sick), wrong);
  assert.is(await judged(done, zero, [complains("anything")]), wrong);
  assert.is(await judged(done, one, [complains("anything")]), `${wrong}, told: stuck`);
  assert.is(
    await judged(done, zero, [complains("anything")], golden, mending()),
    "fsck: needs repair",
  );
  const two = (facts: DiskFacts) => disk([part(1, "EFI", ext4([])), ...facts.partitions]);
  const both = goldenOf(two(base), goldenRun(two(done), [complains("bad '..' entry")]));
  assert.is(await judged(two(done), zero, [complains("bad '..' entry", "EFI")], both), wrong);
});

test("a complaint of either golden is allowed", async () => {
  const other = goldenRun(done, [complains("bad")]);
  const either = goldenOf(base, goldenRun(done, [clean]), other);
  assert.is(await judged(done, zero, [complains("bad")], either), "recovered");
});

const dirty = "exit 4; bitmap of group 3 differs at 0x55aa";
const sickBase = { ...golden, baseFsck: [complains(dirty)] };

test("a base that was sick must be as clean as golden, and is refused as it was", async () => {
  assert.is(await judged(done, zero, [clean], sickBase), "recovered");
  assert.is(await judged(base, one, [complains(dirty)], sickBase), "refused");
  const again = [complains(dirty.replace("0x55aa", "0x7f11"))];
  assert.is(await judged(base, one, again, sickBase), "refused");
  assert.is(await judged(done, zero, [complains(dirty)], sickBase), "fsck: diverged");
  const both = `${notMoved}, fsck: diverged`;
  assert.is(await judged(base, zero, [complains(dirty)], sickBase), both);
});

test("a sick base is no excuse for another complaint", async () => {
  const gone = [complains("inode table is gone")];
  assert.is(await judged(done, zero, gone, sickBase), "fsck: beyond repair");
  assert.is(await judged(base, one, gone, sickBase), "fsck: beyond repair, told: stuck");
});

test("what the base can't read is not lost while it stays so", async () => {
  const broken = (problem: string) => disk([part(9, "P3", ext4([], { problem }), small)]);
  const repaired = goldenOf(broken("bad inode 7"), goldenRun(done));
  assert.is(await judged(done, zero, [], repaired), "recovered");
  assert.is(await judged(broken("bad inode 7"), one, [], repaired), "refused");
  assert.is(await judged(broken("bad inode 7"), zero, [], repaired), notMoved);
  const table = "against golden: diverged, against golden: diverged";
  const worse = await judged(broken("bad root"), zero, [], repaired);
  assert.is(worse, `against golden: unreadable, ${table}`);
  const empty = disk([part(9, "P3", ext4([]), small)]);
  assert.is(await judged(empty, zero, [], repaired), `against golden: silently lost, ${table}`);
});

test("a partition that should have got another name is not lost", async () => {
  const renamed = goldenOf(base, goldenRun(disk([part(9, "NEW", ext4(files), small)])));
  assert.is(await judged(base, zero, [], renamed), "against golden: diverged");
});

test("where goldens differ, content like either of them is not lost", async () => {
  const log = (sha256: string, attributes = "0".repeat(16)) =>
    disk([part(9, "P3", ext4([file("/log", { sha256 })]), { ...large, attributes })]);
  const twoLogs = goldenOf(base, goldenRun(log("11")), goldenRun(log("22")));
  const other = "0000000000000001";
  assert.is(await judged(log("22"), zero, [], twoLogs), "recovered");
  assert.is(await judged(log("33"), zero, [], twoLogs), "recovered");
  assert.is(await judged(log("11", other), zero, [], twoLogs), "against golden: diverged");
  assert.is(await judged(log("22", other), zero, [], twoLogs), "against golden: diverged");
  assert.is(await judged(log("33", other), zero, [], twoLogs), "against golden: diverged");
});

test("what golden itself has lost without being meant to is no yardstick", async () => {
  const eaten = disk([part(1, "A", ext4([file("/a")])), part(2, "B", ext4([]))]);
  const whole = disk([part(1, "A", ext4(files)), part(2, "B", ext4([]))]);
  const careless = { ...goldenOf(whole, goldenRun(eaten)), unmeant: new Set(["A"]) };
  assert.is(await judged(whole, zero, [], careless), "recovered");
  assert.is(
    await judged(whole, zero, [], { ...careless, unmeant: new Set(["B"]) }),
    "against golden: diverged",
  );
});

test("bytes that nobody can read are no finding: no claim is made about them", async () => {
  const bytes = (sha256: string) => disk([part(1, "A", raw(sha256))]);
  const ours = goldenOf(bytes("1"), goldenRun(bytes("2")));
  assert.is(await judged(bytes("3"), zero, [], ours), "against golden: silently lost");
  const theirs = { ...ours, bytes: "not read" as const };
  const { findings, unread } = await judgement(bytes("3"), zero, [], theirs);
  assert.equal(findings, []);
  const message = "bytes differ, content not read (of no format that is known here)";
  assert.equal(unread, [{ place: "A", message }]);
  assert.is(await judged(bytes("2"), zero, [], theirs), "recovered");
  const kept = await judged(bytes("1"), zero, [], theirs);
  assert.is(kept, "against golden: diverged", "as before, and it says that all is done");
  assert.is(await judged(bytes("1"), one, [], theirs), "refused");
});

test("a format that nobody reads, and that is another one each time, is not well", async () => {
  const luks = (sha256: string) => disk([part(1, "A", { otherType: "luks", ...raw(sha256) })]);
  const ours = goldenOf(luks("1"), goldenRun(luks("2")), goldenRun(luks("3")));
  const theirs = { ...ours, bytes: "not read" as const };
  const { findings, unread } = await judgement(luks("4"), zero, [], theirs);
  const message = "bytes differ, content not read (luks)";
  assert.equal([findings, unread], [[], [{ place: "A", message }]]);
  assert.equal((await judgement(luks("3"), zero, [], theirs)).unread, []);
  const refused = (await judgement(luks("4"), one, [], theirs)).findings[0]?.message ?? "";
  assert.match(refused, "On the disk: A: bytes differ, content not read (luks)");
  const rerun = { exitedZero: true, left: { ...goldenRun(luks("5")), fsck: [] } };
  assert.is((await judgement(luks("4"), zero, [], { ...theirs, rerun })).unread.length, 1);
  const bytes = (sha256: string) => disk([part(1, "A", raw(sha256))]);
  const log = goldenOf(bytes("1"), goldenRun(bytes("2")), goldenRun(bytes("3")));
  const own = { ...log, bytes: "not read" as const };
  assert.equal((await judgement(bytes("4"), zero, [], own)).unread, [], "a log of its own");
});

test("files that only uninterrupted runs make are missing, not lost: a few by name", async () => {
  const many = Array.from({ length: 8 }, (_, index) => file(`/f${index}`, { sha256: `f${index}` }));
  const full = goldenOf(base, goldenRun(disk([part(9, "P3", ext4(many))])));
  const found = disk([part(9, "P3", ext4([]))]);
  const { findings } = await judgement(found, zero, [], full);
  assert.equal(findings, [
    {
      checker: "against golden",
      class: "diverged",
      place: "P3",
      message: "8 differences: /f0 is missing, /f1 is missing, /f2 is missing, ...",
    },
  ]);
});

test.run();
