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
  const sides = [part(1, "A", before), part(1, "A", after)] as const;
  const { lines, lost, expects: words } = contentDeed(...sides, expected, () => wipedBytes);
  // What is told to be said where it was meant must be enough, and nothing where nothing is lost.
  const said = new ExpectedLosses([...expects, ...words].map(parseExpectation));
  assert.equal(contentDeed(...sides, said, () => wipedBytes).lost, []);
  assert.is(words.length === 0, lost.length === 0);
  return { lines, lost };
}

/** What to say where it was meant. */
function words(before: PartitionContent, after: PartitionContent): readonly string[] {
  const sides = [part(1, "A", before), part(1, "A", after)] as const;
  return contentDeed(...sides, new ExpectedLosses([]), () => 0).expects;
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

test("a few files are named where they were meant to go or to change, of more the partition", () => {
  const now = ext4([file("/a", { sha256: "bb" })]);
  assert.equal(words(files, now), ["gone: /b", "changed: /a"]);
  assert.equal(words(files, ext4([file("/a")])), ["gone: /b"]);
  const many = ext4(["/1", "/2", "/3", "/4"].map((path) => file(path)));
  assert.equal(words(many, ext4([])), ["changed: A"]);
  assert.equal(words(ext4([file("/a, b")]), ext4([])), ["changed: A"], "a comma ends a name");
  assert.equal(words(files, raw("1")), ["changed: A"]);
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
