import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../../model/prng.js";
import { sha256 } from "../../model/sha256.js";
import { failureFolderPath, storeFailure } from "./failure-folder.js";
import { sizeOfFolder } from "../room.js";
import { readBlob } from "../blob-store.js";

const failures = suite<{ run: string }>("failure folders");
failures.before.each((context) => {
  context.run = mkdtempSync(join(tmpdir(), "crashpoint-failures-"));
});
failures.after.each(({ run }) => rmSync(run, { recursive: true }));

const mebibyte = 2 ** 20;
/** It does not get smaller by being compressed. */
const noise = openStream("failure-folder.test", "trace").bytes(mebibyte);
const zeros = Buffer.alloc(40 * mebibyte);

function evidence(id: string, ...traces: Buffer[]) {
  return {
    id,
    blobs: traces.map((bytes) => ({ kind: "traces" as const, bytes })),
    filesWith: (digests: readonly string[]) => ({ "case.json": digests.join() }),
  };
}

const store = (run: string, id: string, ...traces: Buffer[]) =>
  storeFailure(run, evidence(id, ...traces), Infinity);

failures("a trace is stored once, compressed, however many failures have it", ({ run }) => {
  for (const id of ["c1:a:w1", "c1:a:w2", "c1:a:w3"]) {
    assert.is(store(run, id, noise, zeros), undefined);
  }
  const digests = [sha256(noise), sha256(zeros)];
  assert.equal(readdirSync(join(run, "traces")).sort(), digests.map((each) => `${each}.gz`).sort());
  const size = sizeOfFolder(run);
  assert.ok(size > mebibyte && size < 2 * mebibyte, `${size} bytes`);
  const folder = failureFolderPath(run, "c1:a:w3");
  assert.is(basename(folder), "c1_a_w3");
  assert.is(readFileSync(join(folder, "case.json"), "utf8"), digests.join());
  assert.ok(readBlob(folder, "traces", sha256(noise)).equals(noise));
  assert.ok(readBlob(folder, "traces", sha256(zeros)).equals(zeros));
});

failures("a folder that was taken elsewhere is read with its traces beside it", ({ run }) => {
  store(run, "c1:a:w1", noise);
  const [digest, other] = [sha256(noise), join(run, "elsewhere", "x", "y")];
  mkdirSync(other, { recursive: true });
  assert.throws(() => readBlob(other, "traces", digest), /is not there: .* copy it from there/);
  copyFileSync(join(run, "traces", `${digest}.gz`), join(other, `${digest}.gz`));
  assert.ok(readBlob(other, "traces", digest).equals(noise));
  writeFileSync(join(other, `${digest}.gz`), "no gzip");
  assert.throws(() => readBlob(other, "traces", digest), /is damaged/);
});

failures("beyond its limit a run takes no evidence, and nothing half is left", ({ run }) => {
  const limit = 1.5 * mebibyte;
  assert.is(storeFailure(run, evidence("c1:a:w1", noise), limit), undefined);
  const before = sizeOfFolder(run);
  const other = Buffer.from(noise).reverse();
  const why = storeFailure(run, evidence("c1:a:w2", zeros, other), limit);
  assert.is(why, `${run} has reached its limit of 2 MiB`);
  assert.is(sizeOfFolder(run), before);
  assert.equal(readdirSync(join(run, "failures")), ["c1_a_w1"]);
  assert.equal(readdirSync(join(run, "traces")), [`${sha256(noise)}.gz`]);
  // What needs no more room than there is goes on being kept.
  assert.is(storeFailure(run, evidence("c1:a:w3", noise), limit), undefined);
});

failures("files of an earlier failure with the same id stay", ({ run }) => {
  const folder = failureFolderPath(run, "c1:a:w1");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "old.txt"), "old");
  store(run, "c1:a:w1");
  assert.equal(readdirSync(folder).sort(), ["case.json", "old.txt"]);
  assert.not(existsSync(join(run, "traces")));
});

failures("a long id has a name that a file system takes", () => {
  const long = `c1:${"w123456789,".repeat(30)}`;
  assert.ok(basename(failureFolderPath("run", long)).length < 250);
  assert.is.not(failureFolderPath("run", long), failureFolderPath("run", `${long}w1`));
});

failures.run();
