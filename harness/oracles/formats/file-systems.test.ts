import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { testsUnless } from "../../model/tests-unless.samples.js";
import { sha256 } from "../../model/sha256.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { digests, inFolder, run, whyNot } from "./formats.samples.js";

const contents = {
  "a.txt": Buffer.from("hello\n"),
  empty: Buffer.alloc(0),
  "large file": Buffer.alloc(300_000, "0123456789abc"),
  "d/e/ü: deep": Buffer.from("deep"),
};

/** Makes the files, an empty folder and a link in a folder. */
function fill(folder: string): void {
  for (const [name, bytes] of Object.entries(contents)) {
    fs.mkdirSync(join(folder, name, ".."), { recursive: true });
    fs.writeFileSync(join(folder, name), bytes);
  }
  fs.mkdirSync(join(folder, "d", "none"));
  fs.symlinkSync("d/e", join(folder, "link"));
}

const none = sha256("");
const files = Object.fromEntries(Object.entries(contents).map(([name, b]) => [name, sha256(b)]));
const expected = { ...files, "d/": none, "d/e/": none, "d/none/": none };

async function makeImage(path: string, sizeMiB: number, ...command: [string, ...string[]]) {
  fs.writeFileSync(path, "");
  fs.truncateSync(path, sizeMiB * 2 ** 20);
  await run(...command, path);
}

/** Puts garbage into a file at each multiple of 4 KiB that is not empty, behind its first MiB. */
function ruin(path: string): void {
  const bytes = fs.readFileSync(path);
  for (let at = 2 ** 20; at < bytes.length; at += 4096) {
    if (bytes.readUInt32LE(at) !== 0) bytes.write("garbage", at + 100, "latin1");
  }
  fs.writeFileSync(path, bytes);
}

test("btrfs: files, folders and links of all subvolumes", async () => {
  await inFolder(async (folder) => {
    const [source, image] = [join(folder, "source"), join(folder, "image")];
    fs.mkdirSync(source);
    fill(source);
    await makeImage(image, 120, "mkfs.btrfs", "-q", "--rootdir", source);
    assert.equal(await digests(image), { ...expected, link: sha256("symlink to d/e") });
    ruin(image);
    assert.match(await whyNot(image), /^btrfs: exit 1: /);
  });
});

test("f2fs: files and folders; a link as its tools have it", async () => {
  await inFolder(async (folder) => {
    const [source, image] = [join(folder, "source"), join(folder, "image")];
    fs.mkdirSync(source);
    fill(source);
    await makeImage(image, 64, "mkfs.f2fs", "-q");
    await run("sload.f2fs", "-f", source, image);
    const { link, ...others } = await digests(image);
    assert.equal(others, expected);
    assert.ok([sha256("d/e"), sha256("symlink to d/e")].includes(link ?? ""));
  });
});

async function makeNtfs(image: string): Promise<void> {
  await makeImage(image, 16, "mkntfs", "-F", "-f", "-q");
}

test("ntfs: what ntfscp has written is read", async () => {
  await inFolder(async (folder) => {
    const [file, image] = [join(folder, "file"), join(folder, "image")];
    await makeNtfs(image);
    const written = new Map<string, string>();
    for (const [index, bytes] of Object.values(contents).entries()) {
      fs.writeFileSync(file, bytes);
      await run("ntfscp", "-q", "-f", image, file, `file ${index}`);
      written.set(`file ${index}`, sha256(bytes));
    }
    assert.equal(await digests(image), Object.fromEntries(written));
    const bytes = fs.readFileSync(image);
    bytes.fill(0xee, bytes.readUInt32LE(48) * 4096, bytes.readUInt32LE(48) * 4096 + 65_536);
    fs.writeFileSync(image, bytes);
    assert.match(await whyNot(image), /^ntfsls: exit \d/);
  });
});

const mounting = testsUnless(await whyNoNtfsMount(), "an NTFS that is mounted");

/** Root alone is not enough in a container. */
async function whyNoNtfsMount(): Promise<string | undefined> {
  let why: string | undefined;
  await inFolder(async (folder) => {
    const [mounted, image] = [join(folder, "mounted"), join(folder, "image")];
    fs.mkdirSync(mounted);
    await makeNtfs(image);
    const made = await runTool(["ntfs-3g", image, mounted], { timeoutMs: 30_000 });
    if (made.exitCode !== 0) why = `ntfs-3g can't mount here: ${reasonOf(made)}`;
    else await run("umount", mounted);
  });
  return why;
}

mounting("ntfs: folders, odd names and sparse files", async () => {
  await inFolder(async (folder) => {
    const [mounted, image] = [join(folder, "mounted"), join(folder, "image")];
    fs.mkdirSync(mounted);
    await makeNtfs(image);
    await run("ntfs-3g", image, mounted);
    try {
      fill(mounted);
      fs.rmSync(join(mounted, "link"));
      fs.writeFileSync(join(mounted, "d", "two\nlines"), "nl");
      fs.writeFileSync(join(mounted, "sparse"), "");
      fs.truncateSync(join(mounted, "sparse"), 5 * 2 ** 20 + 3);
    } finally {
      await runTool(["umount", mounted]);
    }
    const sparse = sha256(Buffer.alloc(5 * 2 ** 20 + 3));
    const { [`d/two\nlines`]: named, ...others } = await digests(image);
    assert.equal(others, { ...expected, sparse });
    assert.is(named, sha256("nl"));
  });
});

test.run();
