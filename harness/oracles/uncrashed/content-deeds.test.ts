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
  const found = contentDeed(...sides, expected, () => wipedBytes);
  const { lines, lost, trifles, unreadable, expects: words } = found;
  // What is told to be said where it was meant must be enough, and nothing where nothing is lost.
  const said = new ExpectedLosses([...expects, ...words].map(parseExpectation));
  const left = contentDeed(...sides, said, () => wipedBytes);
  assert.equal([...left.lost, ...left.trifles, ...left.unreadable], []);
  assert.is(words.length === 0, lost.length + trifles.length + unreadable.length === 0);
  return {
    ...{ lines, lost },
    ...(trifles.length > 0 ? { trifles } : {}),
    ...(unreadable.length > 0 ? { unreadable } : {}),
  };
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

test("a few files are named where they were meant to go or change, of more the partition", () => {
  const now = ext4([file("/a", { sha256: "bb" })]);
  assert.equal(words(files, now), ["gone: /b", "changed: /a"]);
  assert.equal(words(files, ext4([file("/a")])), ["gone: /b"]);
  const many = ext4(["/1", "/2", "/3", "/4"].map((path) => file(path)));
  assert.equal(words(many, ext4([])), ["changed: A"]);
  assert.equal(words(ext4([file("/a, b")]), ext4([])), ["changed: A"], "a comma ends a name");
  assert.equal(words(files, raw("1")), ["changed: A"]);
  const broken = ext4([file("/a"), file("/b", { unread: "its chain breaks" })]);
  assert.equal(words(files, broken), ["changed: /b"]);
});

test("a file system that is wiped, or gone for another format, is lost with all in it", () => {
  const gone = "its ext4 is gone, with 3 files and folders";
  assert.equal(deed(files, raw("1"), { wipedBytes: 4096 }), both(gone));
  assert.equal(deed(files, { otherType: "xfs", ...raw("1") }), both(gone));
  assert.equal(deed(files, raw("1"), { wipedBytes: 4096, expects: ["gone: A"] }), meant(gone));
});

test("of one that nobody can read any more, nothing is known", () => {
  const unreadable = (what: string) => ({ ...meant(what), unreadable: [what] });
  const gone = "its ext4 is gone, with 3 files and folders";
  assert.equal(deed(files, raw("1")), unreadable(gone));
  assert.equal(deed(files, raw("1"), { expects: ["gone: A"] }), meant(gone));
  const broken = ext4([], { problem: "bad root" });
  const why = "its ext4 can't be read: bad root";
  assert.equal(deed(files, broken), unreadable(why));
  assert.equal(deed(files, broken, { expects: ["wipe"] }), meant(why));
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

test("a DOS archive bit that is other is no loss; with another attribute, all are told", () => {
  const having = (one: number, other: number) =>
    ext4([file("/a", { attributes: one }), file("/b", { attributes: other })]);
  const what = "2 of 3 files with other attributes (/a, /b)";
  const trifle = deed(having(0x20, 0x21), having(0, 1));
  assert.equal(trifle, { ...meant(what), trifles: [what] });
  assert.equal(deed(having(0x20, 0x21), having(0, 0)), both(what));
  assert.equal(deed(having(0x20, 0x21), having(0, 1), { expects: ["changed: A"] }), meant(what));
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
