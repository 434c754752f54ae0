import { test } from "uvu";
import * as assert from "uvu/assert";
import type { PartitionFacts } from "../facts/facts.js";
import type { PartitionContent } from "../facts/partition-content.js";
import { ext4, file, part, raw } from "../facts/facts.samples.js";
import { lossOf, typeOf } from "./partition-loss.js";

const of = (content: PartitionContent): PartitionFacts => part(1, "A", content);
const files = ext4([file("/a"), file("/b")]);

/** "kind: message", or "whole". */
function loss(
  found: PartitionContent,
  base: readonly PartitionContent[],
  goldens: readonly PartitionContent[] = base,
  bytesAreContent = true,
): string {
  const said = lossOf({ base: base.map(of), goldens: goldens.map(of) }, found, bytesAreContent);
  return said === undefined ? "whole" : `${said.kind}: ${said.message}`;
}

test("what one side has is whole, and so is a mix of their files", () => {
  const more = ext4([file("/a"), file("/b"), file("/c")]);
  assert.is(loss(files, [files]), "whole");
  assert.is(loss(more, [files], [more]), "whole");
  assert.is(loss(files, [files], [more]), "whole");
  assert.is(loss(raw("1"), [raw("1")], [raw("2")]), "whole");
});

test("files that are gone are lost", () => {
  assert.is(loss(ext4([file("/a")]), [files]), "lost: 1 of 3 files gone (/b)");
});

test("of a file system that can't be read nothing is known, unless it was so before", () => {
  const broken = (problem: string) => ext4([], { problem });
  assert.is(loss(broken("bad root"), [files]), "unreadable: its ext4 can't be read: bad root");
  assert.is(loss(broken("bad root"), [broken("bad root")], [files]), "whole");
  assert.is(
    loss(broken("bad root"), [broken("bad inode")], [files]),
    "unreadable: its ext4 can't be read: bad root",
  );
});

test("what of it can't be read is damaged, and why", () => {
  const unread = file("/b", { unread: "cluster 4 is in a chain already" });
  assert.is(
    loss(ext4([file("/a"), unread]), [files]),
    "damaged: 1 of 3 files that can't be read (/b); " +
      "/b can't be read: cluster 4 is in a chain already",
  );
});

test("where nothing is recognised any more, nothing is known either", () => {
  assert.is(loss(raw("1"), [files]), "unreadable: expected ext4, found none that is known");
  const fat = ext4([], { type: "fat32" });
  assert.is(
    loss(raw("1"), [files], [fat]),
    "unreadable: expected ext4 or fat32, found none that is known",
  );
});

test("another kind of file system is a loss of all; a relative holds the same files", () => {
  assert.is(loss(ext4([], { type: "squashfs" }), [files]), "lost: expected ext4, found squashfs");
  assert.is(loss(files, [raw("1")]), "lost: expected none, found ext4");
  const older = ext4([file("/a"), file("/b")], { type: "ext2" });
  assert.is(loss(older, [files]), "whole");
  assert.is(loss(ext4([file("/a")], { type: "ext2" }), [files]), "lost: 1 of 3 files gone (/b)");
});

test("what only a side that can be read has is asked", () => {
  const broken = ext4([], { problem: "bad inode" });
  assert.is(loss(ext4([]), [broken], [files]), "lost: 2 of 3 files gone (/a, /b)");
});

test("other bytes are lost where bytes are known to be all that matters", () => {
  assert.is(loss(raw("3"), [raw("1")], [raw("2")]), "lost: its bytes are other ones");
});

test("but nothing is known of bytes that each run leaves otherwise", () => {
  assert.is(loss(raw("3"), [raw("1")], [raw("1"), raw("2")]), "whole");
});

test("elsewhere nobody here can say what other bytes mean", () => {
  const xfs = (more: PartitionContent): PartitionContent => ({ otherType: "xfs", ...more });
  const unread = "unread: bytes differ, content not read";
  assert.is(
    loss(raw("3"), [raw("1")], [raw("2")], false),
    `${unread} (of no format that is known here)`,
  );
  assert.is(loss(xfs(raw("3")), [xfs(raw("1"))], [xfs(raw("2"))], false), `${unread} (xfs)`);
  const why = { ...xfs(raw("3")), unread: "no xfs_db here" };
  assert.is(loss(why, [xfs(raw("1"))], [xfs(raw("2"))], false), `${unread} (no xfs_db here)`);
});

test("what all runs keep as it was is lost where it is another one, whatever it is", () => {
  assert.is(
    loss(raw("3"), [raw("1")], [raw("1"), raw("1")], false),
    "lost: its bytes are other ones",
  );
  assert.is(loss(raw("1"), [raw("1")], [raw("1"), raw("1")], false), "whole");
  const made = loss(raw("3"), [], [raw("1"), raw("1")], false);
  assert.match(made, /^unread: /);
});

test("a format that is told and can't be read is named, with the reason", () => {
  const ntfs = ext4([], { type: "ntfs" });
  const now = { otherType: "ntfs", unread: "MFT is torn", ...raw("3") } as const;
  const said = "unreadable: expected ntfs, found ntfs that can't be read: MFT is torn";
  assert.is(loss(now, [ntfs]), said);
});

test("what should stand there is what all sides have", () => {
  const type = (base: PartitionContent, golden: PartitionContent) =>
    typeOf({ base: [of(base)], goldens: [of(golden)] });
  assert.is(type(files, files), "ext4");
  assert.is(type(ext4([], { type: "ext3" }), files), "ext3");
  assert.is(type(ext4([], { type: "fat32" }), files), undefined);
  assert.is(type({ otherType: "xfs" }, { otherType: "xfs" }), "xfs");
  assert.is(type(raw("1"), raw("1")), undefined);
});

test("of what no side has, nothing is asked", () => {
  assert.is(loss(raw("3"), []), "whole");
});

test.run();
