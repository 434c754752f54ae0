import { test } from "uvu";
import * as assert from "uvu/assert";
import type { ManifestEntry } from "../../layout/file-system.js";
import { ext4, file } from "../facts/facts.samples.js";
import { fileChanges, fileLines } from "./file-changes.js";

function system(...manifest: readonly ManifestEntry[]) {
  const { fileSystem } = ext4(manifest);
  if (fileSystem === undefined) throw new Error("no file system");
  return fileSystem;
}
const plain = system(file("/a"), file("/b"));
const changes = (...manifest: readonly ManifestEntry[]) => fileChanges(plain, system(...manifest));
const lines = (...manifest: readonly ManifestEntry[]) => fileLines(changes(...manifest));

test("nothing has become of the same files, though their times are other ones", () => {
  assert.equal(lines(file("/b"), file("/a", { modifiedSeconds: 999 })), []);
});

test("what is gone, changed and added, each with the paths", () => {
  assert.equal(lines(file("/a", { sha256: "bb" }), file("/c")), [
    "1 of 3 files gone (/b)",
    "1 of 3 files with other content (/a)",
    "1 files added (/c)",
  ]);
});

test("the same content with another mode or owner is altered, and it is said in what", () => {
  const { altered, changed } = changes(file("/a", { mode: 0o600, uid: 7 }), file("/b"));
  assert.equal(altered, [{ path: "/a", what: ["mode", "uid"], isTrifle: false }]);
  assert.equal(changed, []);
  assert.equal(lines(file("/a", { mode: 0o600 }), file("/b", { uid: 7 })), [
    "2 of 3 files with other mode, uid (/a, /b)",
  ]);
});

test("a file whose content is another one is not told a second time for its mode", () => {
  const { altered, changed } = changes(file("/a", { sha256: "bb", mode: 0o600 }), file("/b"));
  assert.equal([changed, altered], [["/a"], []]);
});

test("what can't be read any more is told, what could not be before is not", () => {
  const unread = file("/a", { unread: "its chain breaks" });
  assert.equal(lines(unread, file("/b")), ["1 of 3 files that can't be read (/a)"]);
  const readAgain = fileLines(fileChanges(system(unread), system(file("/a", { sha256: "bb" }))));
  assert.equal(readAgain, []);
});

test("a folder that has grown has not changed", () => {
  const folder = (sizeBytes: number): ManifestEntry => ({
    path: "/d",
    type: "directory",
    sizeBytes,
  });
  assert.equal(fileLines(fileChanges(system(folder(4096)), system(folder(8192)))), []);
});

test.run();
