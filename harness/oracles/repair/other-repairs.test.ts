import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { testsUnless } from "../../model/tests-unless.samples.js";
import { isInstalled } from "../../target/installed.js";
import { reasonOf, runTool, type ToolResult } from "../../target/tool.js";
import type { FsckAnswer } from "../fsck/fsck.js";
import { repairCopy, type Repair } from "./repair-copy.js";

/** Real repairs of what has no reader here. */
const limitMs = 30_000;
let folder = "";
let image = "";
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), "crashpoint-repair-"));
  image = join(folder, "part.img");
  writeFileSync(image, "");
});
test.after.each(() => rmSync(folder, { recursive: true }));

async function run(...command: [string, ...string[]]): Promise<ToolResult> {
  const result = await runTool(command, { timeoutMs: limitMs });
  assert.is(result.exitCode, 0, reasonOf(result));
  return result;
}

async function format(sizeMiB: number, ...command: [string, ...string[]]): Promise<void> {
  truncateSync(image, 0);
  truncateSync(image, sizeMiB * 2 ** 20);
  await run(...command, image);
}

/** Mends the image; the checker is a command that ends with 0 over what is whole. */
async function mend(type: string, ...checker: [string, ...string[]]): Promise<Repair> {
  const checkAgain = async (): Promise<FsckAnswer> => {
    const { exitCode } = await runTool([...checker, image], { timeoutMs: limitMs });
    return exitCode === 0 ? { kind: "clean" } : { kind: "complaint", complaint: `${exitCode}` };
  };
  assert.is((await checkAgain()).kind, "complaint");
  return repairCopy({ type, path: image, runTool, limitMs, checkAgain });
}

/** Writes a qcow2 with 1 MiB of data, whose last cluster has this count of references. */
async function writeQcow2(lastCount: number): Promise<void> {
  await run("qemu-img", "create", "-q", "-f", "qcow2", image, "16M");
  await run("qemu-io", "-f", "qcow2", "-c", "write -P 7 0 1M", image);
  const bytes = readFileSync(image);
  const table = Number(bytes.readBigUInt64BE(48));
  const counts = Number(bytes.readBigUInt64BE(table));
  const lastCluster = bytes.length / 65_536 - 1;
  bytes.writeUInt16BE(lastCount, counts + 2 * lastCluster);
  writeFileSync(image, bytes);
}

for (const [what, lastCount, repair] of [
  ["leaks a cluster", 2, "leaks"],
  ["counts too low", 0, "all"],
] as const) {
  test(`a qcow2 that ${what}: -r ${repair}, and its data is whole`, async () => {
    await writeQcow2(lastCount);
    const by = `qemu-img check -f qcow2 -r ${repair}`;
    const found = await mend("qcow2", "qemu-img", "check", "-f", "qcow2");
    assert.equal(found, { kind: "mended", by, passes: 1 });
    const { stdout } = await run("qemu-io", "-f", "qcow2", "-c", "read -P 7 0 1M", image);
    assert.not.match(stdout, "verification failed");
  });
}

test("an xfs with a bad header", async () => {
  await format(300, "mkfs.xfs", "-q");
  const bytes = readFileSync(image);
  bytes.write("garbage", 1024 + 26, "latin1");
  writeFileSync(image, bytes);
  const found = await mend("xfs", "xfs_repair", "-n", "-f");
  assert.equal(found, { kind: "mended", by: "xfs_repair -f", passes: 1 });
});

const without = (program: string) => (isInstalled(program) ? undefined : `no ${program} here`);

testsUnless(without("mkfs.exfat"), "repair of exfat")(
  "a bad boot region is not for -a",
  async () => {
    await format(16, "mkfs.exfat");
    const bytes = readFileSync(image);
    bytes.fill(0, 11 * 512, 12 * 512);
    writeFileSync(image, bytes);
    const found = await mend("exfat", "fsck.exfat", "-n");
    assert.equal(found, { kind: "mended", by: "fsck.exfat -y", passes: 1 });
  },
);

testsUnless(without("mkfs.f2fs"), "repair of f2fs")("one without a root is given up", async () => {
  await format(64, "mkfs.f2fs", "-q");
  const bytes = readFileSync(image);
  // Its main area, where the nodes are, is the last area that the superblock names.
  const mainBlock = bytes.readUInt32LE(1024 + 92);
  bytes.fill(0, mainBlock * 4096);
  writeFileSync(image, bytes);
  const found = await mend("f2fs", "fsck.f2fs", "-f", "--dry-run");
  assert.equal(found, { kind: "not mended", by: "fsck.f2fs -f -y", complaint: "255" });
});

test.run();
