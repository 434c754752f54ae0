import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../../layout/byte-source.js";
import { mdMember } from "../../layout/md-superblock.samples.js";
import { testsUnless } from "../../model/tests-unless.samples.js";
import { isInstalled } from "../../target/installed.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { readFacts } from "../facts/facts.js";
import { inFolder, run } from "../formats/formats.samples.js";
import { freshCopies } from "./copy-out.js";
import { runFsck } from "./fsck.js";

// The checkers of formats that are no file systems, on whole images.

/** What the checker of an image says: "clean", or its complaint. */
async function check(folder: string, bytes: Buffer): Promise<string> {
  const [image, copy] = [join(folder, "disk"), join(folder, "copy")];
  writeFileSync(image, bytes);
  const source = bufferSource(bytes);
  const copies = freshCopies(source, copy);
  const [report, ...more] = await runFsck(readFacts(source).partitions, {
    ...{ diskPath: image, copies, runTool },
    limitOf: () => 60_000,
  });
  assert.equal(more, []);
  assert.ok(report);
  assert.ok(readFileSync(copy).equals(bytes), "the copy has changed");
  return report.kind === "complaint" ? report.complaint : report.kind;
}

/** The bytes with some garbage at a place. */
function damaged(bytes: Buffer, offsetBytes: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.write("garbage", offsetBytes, "latin1");
  return copy;
}

test("qemu-img check tells of corruption, and of clusters that leak", async () => {
  await inFolder(async (folder) => {
    const image = join(folder, "image");
    await run("qemu-img", "create", "-q", "-f", "qcow2", image, "4M");
    await run("qemu-io", "-f", "qcow2", "-c", "write -P 1 0 64k", image);
    const bytes = readFileSync(image);
    assert.is(await check(folder, bytes), "clean");
    const refcounts = Number(bytes.readBigUInt64BE(Number(bytes.readBigUInt64BE(48))));
    const last = refcounts + 2 * (bytes.length / 65_536 - 1);
    const changed = Buffer.from(bytes);
    changed.writeUInt16BE(0, last);
    assert.match(await check(folder, changed), /^exit 2; ERROR cluster 5 refcount=0 reference=1/);
    const leaking = Buffer.concat([bytes, Buffer.alloc(65_536)]);
    leaking.writeUInt16BE(1, last + 2);
    assert.match(await check(folder, leaking), /^exit 3; Leaked cluster 6 refcount=1 reference=0/);
    changed.writeBigUInt64BE(77n, 40); // l1_table_offset
    assert.match(await check(folder, changed), /^exit 1; qemu-img: Could not open 'DISK'/);
  });
});

test("sqlite3 checks a database", async () => {
  await inFolder(async (folder) => {
    const image = join(folder, "image");
    const sql = "create table t (x); insert into t select value from generate_series(1, 5000);";
    await run("sqlite3", "-batch", image, sql);
    const bytes = readFileSync(image);
    assert.is(await check(folder, bytes), "clean");
    assert.match(await check(folder, damaged(bytes, 4096)), /^exit \d+; .*(malformed|Tree 2 page)/);
  });
});

/** By default the time of a key is measured, which takes seconds. */
const quick = ["--pbkdf", "pbkdf2", "--pbkdf-force-iterations", "1000"];

async function makeLuks(image: string, ...options: string[]): Promise<Buffer> {
  writeFileSync(image, "");
  truncateSync(image, 4 * 2 ** 20);
  const format = ["cryptsetup", "luksFormat", "-q", ...quick, ...options] as const;
  const made = await runTool([...format, image, "-"], { input: "secret" });
  assert.is(made.exitCode, 0, reasonOf(made));
  return readFileSync(image);
}

test("cryptsetup checks a header of LUKS1", async () => {
  await inFolder(async (folder) => {
    const bytes = await makeLuks(join(folder, "image"), "--type", "luks1");
    assert.is(await check(folder, bytes), "clean");
    bytes.writeUInt32BE(77, 104); // payload-offset
    assert.match(await check(folder, bytes), /^exit 1; /);
  });
});

test("cryptsetup checks both headers of LUKS2, and repairs neither", async () => {
  await inFolder(async (folder) => {
    const bytes = await makeLuks(
      join(folder, "image"),
      "--type",
      "luks2",
      "--luks2-keyslots-size",
      "256k",
    );
    assert.is(await check(folder, bytes), "clean");
    const [first, second] = [damaged(bytes, 20), damaged(bytes, 0x4000 + 20)];
    assert.match(await check(folder, first), /Primary LUKS2 header requires recovery/);
    assert.match(await check(folder, second), /Secondary LUKS2 header requires recovery/);
    assert.match(await check(folder, damaged(second, 20)), /not a valid LUKS device/);
  });
});

const withMdadm = testsUnless(missing("mdadm"), "the checker of md");

withMdadm("mdadm examines a member of each version", async () => {
  await inFolder(async (folder) => {
    for (const version of ["0.90", "1.0", "1.1", "1.2"] as const) {
      const bytes = mdMember(version, 4 * 2 ** 20);
      assert.is(await check(folder, bytes), "clean", version);
      const place = bytes.indexOf(Buffer.from("fc4e2ba9", "hex"));
      const sick = await check(folder, damaged(bytes, place + 24));
      assert.match(sick, /^exit 0; Checksum : \w+ - expected \w+$/, version);
    }
  });
});

const withPvck = testsUnless(missing("pvck"), "the checker of LVM");

withPvck("pvck checks the header of a physical volume", async () => {
  await inFolder(async (folder) => {
    const bytes = lvmVolume();
    assert.is(await check(folder, bytes), "clean");
    assert.is(
      await check(folder, damaged(bytes, 512 + 40)),
      "exit 5; Found bad header or metadata values.; CHECK: label_header.crc expected 0x51012037",
    );
  });
});

/** What pvcreate writes at the start of an empty device of 4 MiB. */
function lvmVolume(): Buffer {
  const label = [
    "4c4142454c4f4e450100000000000000401fff15200000004c564d3220303031776279477a466451",
    "32734646593533537154325175553467443839394d4d487200004000000000000000100000000000",
    "000000000000000000000000000000000000000000000000001000000000000000f00f0000000000",
    "0000000000000000000000000000000002000000",
  ];
  const metadata =
    "16d68edb204c564d3220785b35412572304e2a3e01000000001000000000000000f00f0000000000";
  const bytes = Buffer.alloc(4 * 2 ** 20);
  bytes.write(label.join(""), 512, "hex");
  bytes.write(metadata, 4096, "hex");
  return bytes;
}

function missing(program: string): string | undefined {
  return isInstalled(program) ? undefined : `${program} is not installed`;
}

test.run();
