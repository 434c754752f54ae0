import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseExpectation } from "../../model/expectation.js";
import { ext4, file, part, raw } from "../facts/facts.samples.js";
import { ExpectedLosses } from "./expected-losses.js";
import type { Matched } from "./match-partitions.js";
import { partitionDeed, type DiskSizes } from "./partition-deeds.js";

const mebibyte = 2 ** 20;
const sizes: DiskSizes = { beforeBytes: 16 * mebibyte, afterBytes: 16 * mebibyte };
const files = ext4([file("/a")]);

function deed(matched: Matched, expects: readonly string[] = [], on = sizes) {
  const expected = new ExpectedLosses(expects.map(parseExpectation));
  return partitionDeed(matched, on, expected, () => 0);
}

/** What is lost, with its class and checker. */
function lost(...asked: Parameters<typeof deed>): string[] {
  return deed(...asked).faults.map(
    (each) => `${each.class}, ${each.place}, by ${each.checker}: ${each.message}`,
  );
}

test("a new partition is told, and is no loss", () => {
  const { place, lines, faults } = deed({ before: undefined, after: part(3, "NEW", raw("1")) });
  assert.equal([place, lines, faults], ["NEW", ["is new, 1 MiB"], []]);
});

test("one that is gone is lost with what it held, unless that was meant", () => {
  const gone = { before: part(1, "A", files), after: undefined };
  const message = "the partition is gone (ext4 with 2 files and folders)";
  assert.equal(lost(gone), [`silently lost, A, by content: ${message}`]);
  assert.equal(lost(gone, ["gone: P1"]), []);
  assert.equal(lost(gone, ["wipe"]), []);
  assert.equal(lost(gone, ["changed: P1"]).length, 1);
  assert.equal(deed(gone, ["wipe"]).lines, [message]);
  const bare = { before: part(1, "A", raw("1")), after: undefined };
  assert.equal(deed(bare).lines, ["the partition is gone (no file system)"]);
});

test("it is told what to say where that was meant", () => {
  const gone = (number: number, name: string) => {
    const { faults } = deed({ before: part(number, name, files), after: undefined });
    return faults.flatMap(({ expects }) => expects);
  };
  assert.equal(gone(1, "EFI System"), ["gone: EFI System"]);
  assert.equal(gone(4, "P4"), ["gone: P4"]);
  for (const name of ["P3", "a, b", "/boot", " A", ""]) {
    assert.equal(gone(4, name), ["gone: partition 4"], name);
  }
  const both = { before: part(15, "A", files), after: part(15, "A", ext4([])) };
  const { faults } = deed(both, [], { ...sizes, afterBytes: 15.5 * mebibyte });
  assert.equal(
    faults.map(({ expects }) => expects),
    [["changed: A"], ["gone: /a"]],
  );
});

test("what is no loss, or not known to be one, has a class of its own", () => {
  const having = (attributes: number) => part(1, "A", ext4([file("/a", { attributes })]));
  assert.equal(lost({ before: having(0x20), after: having(0) }), [
    "diverged, A, by content: 1 of 2 files with other attributes (/a)",
  ]);
  const broken = part(1, "A", ext4([], { problem: "bad root" }));
  assert.equal(lost({ before: part(1, "A", files), after: broken }), [
    "unreadable, A, by content: its ext4 can't be read: bad root",
  ]);
});

test("another place, size, number, name, type, GUID and attributes are told in words", () => {
  const before = part(1, "A", files);
  const after = part(2, "B", files, {
    ...{ startingLba: 4096, endingLba: 8191, type: "T", guid: "G", attributes: "" },
  });
  const { lines, faults } = deed({ before, after });
  assert.equal(faults, []);
  assert.equal(lines, [
    "moved from byte 1048576 to 2097152",
    "resized from 1 MiB to 2 MiB",
    "number 1 became 2",
    "name A became B",
    `type ${before.entry.type} became T`,
    `UniquePartitionGUID ${before.entry.guid} became G`,
    `Attributes ${before.entry.attributes} became none`,
  ]);
});

test("nothing is told of what has stayed", () => {
  const { lines, faults } = deed({ before: part(1, "A", files), after: part(1, "A", files) });
  assert.equal([lines, faults], [[], []]);
});

test("what lies beyond the end of a disk that was cut is lost", () => {
  const same = { before: part(15, "A", raw("1")), after: part(15, "A", raw("1")) };
  assert.equal(lost(same), []);
  const cut = { ...sizes, afterBytes: 15.5 * mebibyte };
  const message = "512 KiB of it lie beyond the end of the disk";
  assert.equal(lost(same, [], cut), [`silently lost, A, by content: ${message}`]);
  assert.equal(lost(same, ["changed: A"], cut), []);
  assert.equal(deed(same, ["changed: A"], cut).lines, [message]);
  assert.equal(lost(same, [], { beforeBytes: mebibyte, afterBytes: mebibyte }), []);
});

test("each thing that is lost inside of it is a finding of its own", () => {
  const before = part(1, "A", ext4([file("/a"), file("/b")]));
  const after = part(1, "A", ext4([file("/a", { sha256: "bb" })]));
  assert.equal(lost({ before, after }), [
    "silently lost, A, by content: 1 of 3 files gone (/b)",
    "silently lost, A, by content: 1 of 3 files with other content (/a)",
  ]);
});

test.run();
