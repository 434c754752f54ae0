import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { reasonOf, runTool } from "../../target/tool.js";
import { bufferSource } from "../byte-source.js";
import { readExt4 } from "./ext4.js";

/** The bytes of a fresh file system. */
async function made(...options: readonly string[]): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-ext4-"));
  try {
    const path = join(folder, "disk.img");
    const result = await runTool(["mke2fs", "-q", ...options, path, "4M"], { timeoutMs: 30_000 });
    assert.is(result.exitCode, 0, reasonOf(result));
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Why its files can't be read; empty where they can. */
function whyNot(bytes: Buffer): string {
  try {
    readExt4(bufferSource(bytes))?.manifest();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

test("a superblock as mke2fs writes it has the right checksum", async () => {
  assert.is(whyNot(await made("-t", "ext4")), "");
});

test("one of which a word was changed, and its checksum not, is read by nobody", async () => {
  const bytes = await made("-t", "ext4");
  bytes.writeUInt16LE(bytes.readUInt16LE(1024 + 52) + 1, 1024 + 52);
  assert.is(whyNot(bytes), "ext4.superblock.checksum: it is wrong: no kernel mounts it so");
});

test("one without checksums has none that could be wrong", async () => {
  for (const options of [
    ["-t", "ext4", "-O", "^metadata_csum"],
    ["-t", "ext2"],
  ]) {
    const bytes = await made(...options);
    bytes.writeUInt16LE(bytes.readUInt16LE(1024 + 52) + 1, 1024 + 52);
    assert.is(whyNot(bytes), "");
  }
});

test.run();
