import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseExpectation } from "../../model/expectation.js";
import type { PartitionContent } from "../facts/partition-content.js";
import { ext4, file, part, raw } from "../facts/facts.samples.js";
import { contentDeed } from "./content-deeds.js";
import { ExpectedLosses } from "./expected-losses.js";

const files = ext4([file("/a"), file("/b")]);

function deed(
  before: PartitionContent,
  after: PartitionContent,
  { expects = [], wipedBytes = 0 }: { expects?: string[]; wipedBytes?: number } = {},
) {
  const expected = new ExpectedLosses(expects.map(parseExpectation));
  return contentDeed(part(1, "A", before), part(1, "A", after), expected, () => wipedBytes);
}

const both = (...lines: string[]) => ({ lines, lost: lines });
const meant = (...lines: string[]) => ({ lines, lost: [] });

test("nothing has been done to the same files or bytes", () => {
  assert.equal(deed(files, files), meant());
  assert.equal(deed(raw("1"), raw("1")), meant());
});

test("files that are gone or other are lost, files that are new are not", () => {
  const now = ext4([file("/a", { sha256: "bb" }), file("/c")]);
  const gone = ["1 of 3 files gone (/b)", "1 of 3 files with other content (/a)"];
  assert.equal(deed(files, now), { lines: [...gone, "1 files added (/c)"], lost: gone });
});

test("what is meant to go or to change is told, and is no loss", () => {
  const now = ext4([file("/a", { sha256: "bb" })]);
  const gone = "1 of 3 files gone (/b)";
  const changed = "1 of 3 files with other content (/a)";
  const lostIf = (...expects: string[]) => deed(files, now, { expects }).lost;
  assert.equal(lostIf("gone: /b"), [changed]);
  assert.equal(lostIf("changed: /a"), [gone]);
  assert.equal(lostIf("gone: /b", "changed: /a"), []);
  assert.equal(lostIf("changed: A"), []);
  assert.equal(lostIf("wipe"), []);
  assert.equal(lostIf("gone: P2"), [gone, changed]);
  assert.equal(deed(files, now, { expects: ["wipe"] }).lines, [gone, changed]);
});

test("a file system that is gone, or can't be read any more, is lost with all in it", () => {
  assert.equal(deed(files, raw("1")), both("its ext4 is gone, with 3 files and folders"));
  const broken = ext4([], { problem: "bad root" });
  assert.equal(deed(files, broken), both("its ext4 can't be read: bad root"));
  assert.equal(deed(files, raw("1"), { expects: ["gone: A"] }).lost, []);
});

test("another label, id or size is told; so is another type that keeps the files", () => {
  const now = ext4([file("/a"), file("/b")], { type: "ext2", label: "", id: "x", sizeBytes: 4096 });
  assert.equal(
    deed(files, now),
    meant(
      "its ext4 became ext2",
      "label data became none",
      "id id-1 became x",
      "file system size 1048576 became 4096",
    ),
  );
});

test("a file system where none was is a deed and no loss", () => {
  assert.equal(deed(raw("1"), files), meant("no file system became ext4"));
  const broken = ext4([], { problem: "bad root" });
  assert.equal(deed(broken, files), meant("its ext4, which could not be read, can be read"));
});

test("what takes the place of a file system that nobody here can read is a loss", () => {
  const xfs = { otherType: "xfs", ...raw("1") } as const;
  assert.equal(deed(xfs, files), both("xfs became ext4"));
  assert.equal(deed(xfs, files, { expects: ["changed: A"] }), meant("xfs became ext4"));
});

test("other bytes are no loss, unless much that held something is zeros now", () => {
  const other = meant("its bytes are other ones, content not read");
  assert.equal(deed(raw("1"), raw("2")), other);
  assert.equal(deed(raw("1"), raw("2"), { wipedBytes: 64 * 1024 - 1 }), other);
  const wiped = { wipedBytes: 64 * 1024 };
  assert.equal(deed(raw("1"), raw("2"), wiped), both("64 KiB that held something are zeros"));
  assert.equal(deed(raw("1"), raw("2"), { ...wiped, expects: ["wipe"] }).lost, []);
});

test.run();
