import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  disk,
  ext4,
  file,
  goldenOf,
  goldenRun,
  part,
} from "../../../oracles/facts/facts.samples.js";
import type { Fault } from "../../../model/verdict.js";
import type { DiskFacts } from "../../../oracles/facts/facts.js";
import type { FsckReport } from "../../../oracles/fsck/fsck.js";
import { mending, noRepair } from "../../../oracles/harm/repair.samples.js";
import { notKept, sickWithoutCrash } from "./wrong-without-crash.js";

const files = ext4([file("/a"), file("/b")]);
const base = disk([part(1, "EFI", files), part(2, "DATA", files)]);
const nothing = { always: [], oneOf: [], bystanders: [], keeps: [] };
const words = (faults: ReturnType<typeof notKept>) =>
  faults.map((each) => `${each.class}, ${each.place}, by ${each.checker}: ${each.message}`);
const kept = (now: DiskFacts, holds: Partial<Parameters<typeof notKept>[2]>) =>
  words(notKept(base, goldenRun(now), { ...nothing, ...holds }));

test("what has no claim on it may go", () => {
  assert.equal(kept(disk([]), {}), []);
  assert.equal(kept(base, { keeps: ["EFI", "DATA"], identity: ["EFI", "DATA"] }), []);
});

test("a name that must be there, and is not", () => {
  const renamed = disk([part(1, "EF", files), part(2, "DATA", files)]);
  const gone = disk([part(2, "DATA", files)]);
  const nothingHas = "nothing has this name now";
  for (const holds of [{ keeps: ["EFI"] }, { always: ["EFI"] }, { oneOf: [["EFI", "DATA"]] }]) {
    assert.equal(kept(renamed, holds), [`diverged, EFI, by identity: ${nothingHas}: it became EF`]);
    assert.equal(kept(gone, holds), [`silently lost, EFI, by content: ${nothingHas}`]);
  }
  const keeps = { ...nothing, keeps: ["EFI"] };
  const told: Fault = { checker: "content", class: "silently lost", place: "EFI", message: "gone" };
  assert.equal(notKept(base, goldenRun(gone), keeps, [told]), []);
  assert.equal(words(notKept(base, goldenRun(renamed), keeps, [told])).length, 1);
});

test("a name, a number or a type that it has lost", () => {
  const now = disk([part(7, "EFI", files, { type: "T" }), part(2, "DATA", files)]);
  const [identity = "", ...more] = kept(now, { identity: ["EFI", "DATA"] });
  assert.match(identity, /^diverged, EFI, by identity: expected type \S+, found T;/);
  assert.equal(more, []);
  assert.match(kept(now, { identity: ["EFI"], numbers: ["EFI"] })[0] ?? "", "number 1, found 7");
});

const bad = (partition: string): FsckReport => {
  return { partition, kind: "complaint", complaint: "bad bitmap" };
};
const sick = async (
  fsck: readonly FsckReport[],
  baseFsck: readonly FsckReport[] = [],
  repaired = noRepair,
) => words(await sickWithoutCrash(goldenOf(base, goldenRun(base, fsck)), baseFsck, [], repaired));

test("what a checker says of the result, and not of the base", async () => {
  assert.equal(await sick([]), []);
  assert.equal(await sick([bad("EFI")], [bad("EFI")]), []);
  const found = await sick([bad("EFI"), bad("DATA")], [bad("EFI")]);
  assert.equal(found, ["beyond repair, DATA, by fsck: bad bitmap; nothing repairs it"]);
});

test("it needs repair, or a repair destroys what was whole", async () => {
  assert.equal(await sick([bad("EFI")], [], mending()), [
    "needs repair, EFI, by fsck: bad bitmap; e2fsck -fy mends it, and loses nothing",
  ]);
  const [eaten = ""] = await sick([bad("EFI")], [], mending(ext4([file("/a", { sha256: "x" })])));
  assert.match(
    eaten,
    /^destroyed by repair, EFI, by repair: bad bitmap; it was whole; after e2fsck/,
  );
});

test("what nobody can read any more is judged as after a resume", async () => {
  const broken = ext4([], { problem: "bad root" });
  const left = goldenOf(base, goldenRun(disk([part(1, "EFI", broken), part(2, "DATA", files)])));
  const fault = (place: string) =>
    ({ checker: "content", class: "unreadable", place, message: "bad root" }) as const;
  const judged = async (repaired = noRepair, place = "EFI") =>
    words(await sickWithoutCrash(left, [], [fault(place)], repaired));
  const problem = "its ext4 can't be read: bad root";
  assert.equal(await judged(), [
    `unreadable, EFI, by against golden: ${problem}; nothing repairs it`,
  ]);
  assert.equal(await judged(mending(files)), [
    `needs repair, EFI, by fsck: ${problem}; e2fsck -fy mends it, and loses nothing`,
  ]);
  assert.equal(await judged(mending(ext4([file("/a")]))), [
    `silently lost, EFI, by against golden: ${problem}; after e2fsck -fy: 1 of 3 files gone (/b)`,
  ]);
  assert.equal(await judged(noRepair, "OLD NAME"), ["unreadable, OLD NAME, by content: bad root"]);
});

test.run();
