import type { CopyCensus } from "../layout/gpt/census.js";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { checkAtCrash, sameContent, type Holds } from "./at-crash.js";
import type { DiskFacts, PartitionFacts } from "./facts/facts.js";
import { disk, ext4, file, goldenOf, goldenRun, part, raw } from "./facts/facts.samples.js";

const none: Holds = { always: [], oneOf: [], bystanders: [], keeps: [] };
const boot = part(1, "EFI", ext4([file("/boot")]));
const imgA = part(2, "IMGA", ext4([file("/a")]));
const imgB = part(3, "IMGB", ext4([file("/b")]));
const config = part(4, "CONFIG", raw("1"));
const base = disk([boot, imgA, imgB, config]);

const golden = goldenOf(base, goldenRun(base));

/** "checker: class" of each finding. */
const found = (crash: DiskFacts, holds: Partial<Holds>) =>
  checkAtCrash(golden, crash, { ...none, ...holds }).map(
    (each) => `${each.checker}: ${each.class}`,
  );
const without = (name: string) => base.partitions.filter(({ entry }) => entry.name !== name);
const instead = (one: PartitionFacts) => disk([...without(one.entry.name), one]);
const bad: CopyCensus = {
  headerState: "bad header CRC",
  entriesState: "unreadable",
  headerCrcValid: false,
  entriesCrcValid: false,
  valid: false,
};

test("an untouched disk holds everything", () => {
  const holds = { always: ["EFI"], oneOf: [["IMGA", "IMGB"]], bystanders: ["CONFIG"] };
  assert.equal(found(base, holds), []);
});

test("an invalid primary can't be booted, an invalid backup can", () => {
  const { census } = base;
  const primary = disk(base.partitions, { census: { ...census, primary: bad } });
  assert.equal(found(primary, {}), ["gpt at the crash: unbootable at the crash"]);
  assert.equal(found(disk(base.partitions, { census: { ...census, backup: bad } }), {}), []);
  const state = "copies differ" as const;
  assert.equal(found(disk(base.partitions, { census: { ...census, state } }), {}), []);
});

test("with two invalid copies it is unreadable", () => {
  const census = { ...base.census, primary: bad, backup: bad };
  const holds = { bystanders: ["CONFIG"] };
  assert.equal(found(disk([], { census }), {}), ["gpt at the crash: unreadable"]);
  assert.equal(found(disk([], { census }), holds), ["gpt at the crash: unreadable"]);
});

test("the message says which part of the primary is wrong", () => {
  const say = (primary: CopyCensus) => {
    const crash = disk(base.partitions, { census: { ...base.census, primary } });
    return checkAtCrash(golden, crash, none)[0]?.message ?? "";
  };
  assert.match(say(bad), "the CRC of the header wrong; the backup is valid");
  const good = { ...bad, headerState: "valid" } as const;
  assert.match(
    say({ ...good, entriesState: "bad entries CRC" }),
    "the CRC of the entry array wrong",
  );
  assert.match(say({ ...bad, headerState: "no signature" }), "found no header;");
  assert.match(say({ ...bad, headerState: "implausible" }), "a header that makes no sense");
  assert.match(say({ ...good, entriesState: "implausible" }), "entries that make no sense");
});

test("always: missing, twice, other files, unreadable are found", () => {
  const holds = { always: ["EFI"] };
  const wrong = ["boot partitions: unbootable at the crash"];
  assert.equal(found(disk(without("EFI")), holds), wrong);
  assert.equal(found(disk([...base.partitions, part(5, "EFI", ext4([]))]), holds), wrong);
  assert.equal(found(instead(part(1, "EFI", ext4([file("/other")]))), holds), wrong);
  const problem = ext4([file("/boot")], { problem: "bad block" });
  assert.equal(found(instead(part(1, "EFI", problem)), holds), wrong);
  assert.equal(found(instead(part(1, "EFI", raw("1"))), holds), wrong);
  assert.equal(found(disk(without("CONFIG")), holds), []);
});

test("always: it may move, grow, and get another number, label and time stamps", () => {
  const files = [file("/boot", { modifiedSeconds: 999 })];
  const content = ext4(files, { label: "x", id: "y", sizeBytes: 9 });
  const moved = part(7, "EFI", content, { attributes: "0000000000000001" });
  assert.equal(found(instead(moved), { always: ["EFI"] }), []);
});

test("one of several: one may be lost, not both", () => {
  const holds = { oneOf: [["IMGA", "IMGB"]] };
  const oneLost = instead(part(2, "IMGA", ext4([])));
  assert.equal(found(oneLost, holds), []);
  assert.equal(found(disk(without("IMGB")), holds), []);
  const bothLost = disk([boot, part(2, "IMGA", ext4([])), config]);
  assert.equal(found(bothLost, holds), ["one of several: unbootable at the crash"]);
  assert.equal(found(oneLost, { oneOf: [["IMGA"], ["IMGB"]] }), [
    "one of several: unbootable at the crash",
  ]);
});

test("bystanders: other bytes or another entry are found, changes of others are not", () => {
  const holds = { bystanders: ["CONFIG"] };
  const wrong = ["bystanders: bystander touched"];
  assert.equal(found(instead(part(4, "CONFIG", raw("2"))), holds), wrong);
  assert.equal(found(disk(without("CONFIG")), holds), wrong);
  const attributes = "0000000000000001";
  assert.equal(found(instead(part(4, "CONFIG", raw("1"), { attributes })), holds), wrong);
  assert.equal(found(instead(part(5, "CONFIG", raw("1"))), holds), wrong);
  assert.equal(found(instead(part(1, "EFI", ext4([]))), holds), []);
});

/** Problems of bystanders, on a disk whose partitions 1, 2, ... have these names and bytes. */
function ofBystanders(bystanders: string[], before: string[][], crash: string[][]) {
  const of = (all: string[][]) =>
    disk(all.map(([name = "", bytes = ""], index) => part(index + 1, name, raw(bytes))));
  const holds = { ...none, bystanders };
  return checkAtCrash(goldenOf(of(before), goldenRun(of(before))), of(crash), holds).map(
    ({ place, message }) => `${place}: ${message}`,
  );
}

test("bystanders without a name, or with a shared one, are each looked at", () => {
  for (const [name, wanted] of [
    ["", "partition 2"],
    ["Linux filesystem", "Linux filesystem #2"],
  ] as const) {
    const before = [
      [name, "1"],
      [name, "2"],
    ];
    assert.equal(
      ofBystanders([wanted], before, [
        [name, "9"],
        [name, "2"],
      ]),
      [],
    );
    assert.equal(
      ofBystanders([wanted], before, [
        [name, "1"],
        [name, "9"],
      ]),
      [`${wanted}: expected its files as before, found no file system or other bytes`],
    );
    assert.equal(ofBystanders([wanted], before, [[name, "1"]]), [
      `${wanted}: expected one partition of this name, found 0`,
    ]);
    assert.equal(
      ofBystanders([wanted], before, [
        ["other", "1"],
        [name, "2"],
      ]),
      [],
    );
  }
});

test("a name that has become ambiguous at the crash is told", () => {
  assert.equal(
    ofBystanders(
      ["A"],
      [["A", "1"]],
      [
        ["A", "1"],
        ["A", "1"],
      ],
    ),
    ["A: expected one partition of this name, found 2"],
  );
});

test("a bystander that got the name it goes by for want of one has changed", () => {
  assert.equal(ofBystanders(["partition 1"], [["", "1"]], [["partition 1", "1"]]), [
    "partition 1: its entry in the table has changed",
  ]);
});

test("a tear of the primary header asks for the backup only", () => {
  const crash = disk(base.partitions, { census: { ...base.census, primary: bad } });
  const torn = [{ startBytes: 512, endBytes: 1024 }];
  assert.equal(checkAtCrash(golden, crash, none, torn), []);
});

test("what the base can't read is not the crash's fault", () => {
  const unreadable = (problem: string) => part(1, "EFI", ext4([], { problem }));
  const sick = instead(unreadable("bad block"));
  const always = { ...none, always: ["EFI"] };
  const problems = (crash: DiskFacts) =>
    checkAtCrash(goldenOf(sick, goldenRun(base)), crash, always).length;
  assert.is(problems(instead(unreadable("bad inode"))), 0);
  assert.is(problems(disk(without("EFI"))), 1);
});

test("unreadable for one reason is the same, for another is not", () => {
  const of = (problem: string) => part(1, "A", ext4([], { problem }));
  assert.ok(sameContent(of("bad"), of("bad")));
  assert.not(sameContent(of("bad"), of("worse")));
  assert.not(sameContent(of("bad"), part(1, "A", ext4([]))));
});

test("content is the same by files: directories and details do not count", () => {
  const one = part(1, "A", ext4([file("/a"), { ...file("/d"), type: "directory" }]));
  assert.ok(sameContent(one, part(2, "B", ext4([file("/a", { mode: 0 })]))));
  assert.not(sameContent(one, part(2, "B", ext4([file("/a", { sha256: "bb" })]))));
  assert.not(sameContent(one, part(2, "B", ext4([file("/a")], { type: "ext2" }))));
  assert.ok(sameContent(config, part(9, "X", raw("1"))));
  assert.not(sameContent(config, part(9, "X", raw("2"))));
});

test.run();
