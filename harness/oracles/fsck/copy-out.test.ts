import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openFileSource } from "../../layout/byte-source.js";
import { sparse } from "../../layout/sparse.samples.js";
import { readContent } from "../facts/partition-content.js";
import { copyOut } from "./copy-out.js";

const copies = suite<{ folder: string }>("copies of parts");
copies.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-copy-"));
});
copies.after.each(({ folder }) => rmSync(folder, { recursive: true }));

const [gibibyte, largest] = [2 ** 30, 2 ** 24];

copies("a part that is mostly holes is copied, and digested, by what it holds", ({ folder }) => {
  const { source, reads } = sparse(4 * gibibyte, { [gibibyte + 4096]: 5 });
  const path = join(folder, "part.img");
  copyOut(source, { startBytes: gibibyte, sizeBytes: gibibyte }, path);
  assert.is(statSync(path).size, gibibyte);
  assert.ok(statSync(path).blocks * 512 < 2 ** 20);
  const copy = openFileSource(path);
  assert.ok(copy.read(4096, 4096).equals(Buffer.alloc(4096, 5)));
  copy.close();
  const readsOfCopy = reads();
  assert.ok(readsOfCopy < 10, `${readsOfCopy} reads`);
  readContent(source);
  assert.ok(reads() - readsOfCopy < 5000, `${reads() - readsOfCopy} reads`);
});

copies("what is not as before, and how much there is, is in the digest", () => {
  const digestOf = (...args: Parameters<typeof sparse>) =>
    readContent(sparse(...args).source).rawSha256;
  const digests = [
    digestOf(gibibyte, { 4096: 5 }),
    digestOf(gibibyte, { 4096: 6 }),
    digestOf(gibibyte, { 8192: 5 }),
    digestOf(gibibyte + 4096, { 4096: 5 }),
    digestOf(largest, { 4096: 5 }),
    digestOf(largest, { 8192: 5 }),
  ];
  assert.is(new Set(digests).size, digests.length);
});

copies.run();
