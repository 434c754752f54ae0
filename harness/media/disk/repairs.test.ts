import {
  mkdtempSync,
  openSync,
  closeSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { stateKey } from "../../crash/state-key.js";
import { readFacts } from "../../oracles/facts/facts.js";
import type { PagedDisk } from "../../shim/paged-disk.js";
import { runTool } from "../../target/tool.js";
import { loadDisk } from "./load-base.js";
import { Repairs } from "./repairs.js";

function repairsOf(disk: PagedDisk, folder: string): Repairs {
  const limitOf = () => 30_000;
  return new Repairs(disk, runTool, limitOf, (content) => Promise.resolve(content), folder);
}

const as = (type: string | undefined) => ({ typeOf: () => type, isTableClean: true });

/** An ext4 of several groups whose primary superblock is gone. */
async function withoutSuperblock(folder: string): Promise<string> {
  const image = join(folder, "fs.ext4");
  const made = await runTool(["mke2fs", "-q", "-t", "ext4", "-b", "1024", image, "24M"]);
  assert.is(made.exitCode, 0, made.stderr);
  const file = openSync(image, "r+");
  writeSync(file, Buffer.alloc(1024, 0xa5), 0, 1024, 1024);
  closeSync(file);
  return image;
}

test("what can't be told any more is repaired as what it should be", async () => {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-repairs-"));
  try {
    const disk = await loadDisk(await withoutSuperblock(folder));
    const facts = readFacts(disk.source());
    const [partition] = facts.partitions;
    assert.ok(partition);
    assert.is(partition.fileSystem, undefined);
    const newRepairs = () => repairsOf(disk, folder);
    const key = stateKey(disk, new Map());

    const unknown = await newRepairs().onCopy(partition, undefined, key);
    const why = "there is no usual repair of what is of no known type";
    assert.equal(unknown.repair, { kind: "none", why });

    const { repair, content } = await newRepairs().onCopy(partition, "ext4", key);
    assert.is(repair.kind, "mended");
    assert.is(content.fileSystem?.type, "ext4");

    assert.equal(await newRepairs().inPlace(facts, as("ext4")), [], "it is as in the base");
    disk.write(disk.sizeBytes - 1, Buffer.from([1]), 0, 1);
    assert.equal(await newRepairs().inPlace(facts, as(undefined)), []);
    assert.equal(await newRepairs().inPlace(facts, as("ext4")), [
      { command: "e2fsck -fy", isUsual: true },
    ]);
    assert.is(readFacts(disk.source()).partitions[0]?.fileSystem?.type, "ext4");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a table with one valid copy is mended, where the other should be valid too", async () => {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-repairs-"));
  try {
    const image = join(folder, "disk.img");
    writeFileSync(image, "");
    truncateSync(image, 8 * 1024 * 1024);
    const made = await runTool(["sgdisk", "-n", "1:0:+2M", image]);
    assert.is(made.exitCode, 0, made.stderr);
    const disk = await loadDisk(image);
    disk.write(1024, Buffer.alloc(16, 0xa5), 0, 16);
    const stateNow = () => readFacts(disk.source()).census.state;
    const facts = readFacts(disk.source());
    assert.is(stateNow(), "primary invalid");
    const unasked = { ...as(undefined), isTableClean: false };
    assert.equal(await repairsOf(disk, folder).inPlace(facts, unasked), []);
    assert.equal(await repairsOf(disk, folder).inPlace(facts, as(undefined)), [
      { command: "sgdisk -e", isUsual: false },
    ]);
    assert.is(stateNow(), "clean");
    assert.equal(
      await repairsOf(disk, folder).inPlace(readFacts(disk.source()), as(undefined)),
      [],
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
