import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openDataDigest } from "../../layout/content-digest.js";
import { digests, inFolder, read, run, whyNot } from "./formats.samples.js";

async function makeDisk(path: string, size: string, ...writes: string[]): Promise<void> {
  await run("qemu-img", "create", "-q", "-f", "qcow2", path, size);
  if (writes.length > 0) await write(path, ...writes);
}

function write(path: string, ...writes: string[]): Promise<string> {
  const commands = writes.flatMap((each) => ["-c", `write ${each}`]);
  return run("qemu-io", "-f", "qcow2", ...commands, path);
}

test("the guest's bytes count, and not how they are kept", async () => {
  await inFolder(async (folder) => {
    const [disk, packed, raw] = [join(folder, "disk"), join(folder, "packed"), join(folder, "raw")];
    await makeDisk(disk, "8M", "-P 1 1M 64k", "-P 2 5M 300k", "-P 0 7M 64k");
    await run("qemu-img", "convert", "-c", "-f", "qcow2", "-O", "qcow2", disk, packed);
    await run("qemu-img", "convert", "-f", "qcow2", "-O", "raw", disk, raw);
    assert.not.equal(readFileSync(disk), readFileSync(packed));
    assert.equal(await digests(packed), await digests(disk));
    const bytes = openDataDigest();
    bytes.data(readFileSync(raw));
    assert.equal(await digests(disk), { "guest disk": bytes.hex() });
    await write(disk, "-P 3 5M 512");
    assert.not.equal(await digests(packed), await digests(disk));
  });
});

test("a guest's disk that has grown holds the same", async () => {
  await inFolder(async (folder) => {
    const disk = join(folder, "disk");
    await makeDisk(disk, "8M", "-P 1 1M 64k");
    const before = await digests(disk);
    await run("qemu-img", "resize", "-q", "-f", "qcow2", disk, "1G");
    assert.equal(await digests(disk), before);
  });
});

test("each snapshot is a disk of its own", async () => {
  await inFolder(async (folder) => {
    const disk = join(folder, "disk");
    await makeDisk(disk, "4M", "-P 1 0 64k");
    await run("qemu-img", "snapshot", "-c", "a b", disk);
    const { "guest disk": before } = await digests(disk);
    await write(disk, "-P 2 0 64k");
    const after = await digests(disk);
    assert.is(after["snapshot 1 a b"], before);
    assert.is.not(after["guest disk"], before);
  });
});

test("a sparse disk of 1 TiB takes a moment", async () => {
  await inFolder(async (folder) => {
    const disk = join(folder, "disk");
    await makeDisk(disk, "1T", "-P 1 0 64k", "-P 2 700G 1M");
    const started = performance.now();
    const content = await read(disk);
    assert.ok(performance.now() - started < 10_000);
    const sizes = content.kind === "read" ? content.items.map(({ sizeBytes }) => sizeBytes) : [];
    assert.equal(sizes, [2 ** 40]);
  });
});

test("no other file is read, whatever a header names", async () => {
  await inFolder(async (folder) => {
    const [base, disk] = [join(folder, "base"), join(folder, "disk")];
    writeFileSync(base, Buffer.alloc(2 ** 20, 7));
    await run("qemu-img", "create", "-q", "-f", "qcow2", "-b", base, "-F", "raw", disk);
    assert.is(await whyNot(disk), "it has a backing file");
    const data = `data_file=${join(folder, "data")}`;
    await run("qemu-img", "create", "-q", "-f", "qcow2", "-o", data, disk, "1M");
    assert.is(await whyNot(disk), "its data are in another file");
    const bytes = readFileSync(disk);
    bytes.writeUInt32BE(2, 32);
    writeFileSync(disk, bytes);
    assert.is(await whyNot(disk), "its guest disk is encrypted");
  });
});

test("a damaged disk is not read", async () => {
  await inFolder(async (folder) => {
    const disk = join(folder, "disk");
    await makeDisk(disk, "4M", "-P 1 0 64k");
    const bytes = readFileSync(disk);
    bytes.writeBigUInt64BE(77n, 40); // l1_table_offset
    writeFileSync(disk, bytes);
    assert.match(await whyNot(disk), /^qemu-img: exit 1: /);
    truncateSync(disk, 50);
    assert.is(await whyNot(disk), "its header is cut off");
  });
});

test.run();
