import * as fc from "fast-check";
import * as fs from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../../model/prng.js";
import { sha256 } from "../../model/sha256.js";
import { reasonOf, runTool } from "../../target/tool.js";
import { openFileSource } from "../byte-source.js";
import { differences, withFolder } from "../ext4/source-folder.samples.js";
import type { ManifestEntry } from "../file-system.js";
import { makeTar, type TarMember } from "./tar.samples.js";
import { readSquashfs } from "./squashfs.js";
import { decodeSuperblock } from "./superblock.js";

// What sqfstar packs is read by our reader and by unsquashfs, and must be what went in.

async function run(...command: [string, ...string[]]): Promise<string> {
  const result = await runTool(command, { env: { TZ: "UTC" }, timeoutMs: 30_000 });
  assert.is(result.exitCode, 0, `${command.join(" ")}: ${reasonOf(result)}`);
  return result.stdout;
}

const name = fc
  .array(fc.constantFrom(...Array.from("abcXYZ019 ._-~äß数🚀")), { minLength: 1, maxLength: 60 })
  .map((letters) => `n${letters.join("")}e`);

const member = fc.record({
  name,
  folder: fc.nat(3),
  kind: fc.constantFrom("random", "zeros", "mixed", "link", "pipe", "device", "same"),
  // Around the sizes of blocks, where tails and fragments begin.
  sizeBytes: fc.oneof(
    fc.integer({ min: 0, max: 5000 }),
    fc.constantFrom(4095, 4096, 4097, 8192, 12_289, 131_072, 131_073, 300_000),
  ),
  mode: fc.integer({ min: 0, max: 0o7777 }),
  owner: fc.constantFrom(0, 1, 1000, 65_534, 70_000),
  modifiedSeconds: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  xattrs: fc.dictionary(
    fc.constantFrom("user.note", "user.long", "trusted.t", "security.s"),
    fc.string({ unit: "grapheme-ascii", maxLength: 300 }),
    { maxKeys: 3 },
  ),
});

const tree = fc.record({
  members: fc.uniqueArray(member, {
    selector: ({ name: text }) => text,
    minLength: 1,
    maxLength: 25,
    size: "max",
  }),
  options: fc.record({
    blockBytes: fc.constantFrom(4096, 8192, 131_072, 1_048_576),
    plain: fc.subarray(["-noI", "-noD", "-noF", "-noX"]),
    more: fc.subarray(["-exports", "-no-fragments", "-no-tailends", "-no-duplicates"]),
    compressor: fc.constantFrom("gzip", "gzip", "gzip", "zstd", "xz", "lz4", "lzo"),
  }),
  seed: fc.nat(),
});
type Tree = typeof tree extends fc.Arbitrary<infer Value> ? Value : never;

const folders = ["", "sub/", "sub/a folder in it/", "other/"];

function membersOf({ members, seed }: Tree): TarMember[] {
  const stream = openStream("squashfs tools", `${seed}`);
  const made: TarMember[] = folders.slice(1).map((path) => ({
    name: path.slice(0, -1),
    type: "5",
    mode: 0o755,
  }));
  for (const { name: text, folder, kind, sizeBytes, owner, ...facts } of members) {
    const common = {
      ...facts,
      name: `${folders[folder] ?? ""}${text}`,
      uid: owner,
      gid: owner + 7,
    };
    const first = made.find(({ type }) => type === "0");
    if (kind === "link") made.push({ ...common, type: "2", linkTarget: `to ${text}`, mode: 0o777 });
    else if (kind === "pipe") made.push({ ...common, type: "6" });
    else if (kind === "device") made.push({ ...common, type: "4" });
    else if (kind === "same" && first !== undefined) {
      made.push({ name: common.name, type: "1", linkTarget: first.name });
    } else {
      const bytes =
        kind === "zeros" ? Buffer.alloc(sizeBytes) : Buffer.from(stream.bytes(sizeBytes));
      if (kind === "mixed") bytes.subarray(4096, 4096 * 3).fill(0);
      made.push({ ...common, type: "0", content: bytes });
    }
  }
  return made;
}

const types: Readonly<Record<TarMember["type"], ManifestEntry["type"]>> = {
  0: "file",
  1: "file",
  2: "symlink",
  3: "device",
  4: "device",
  5: "directory",
  6: "fifo",
};

/** What the reader should say of a member, but for the number of a hard link. */
function asEntry(entry: TarMember, all: readonly TarMember[]): Omit<ManifestEntry, "hardLinkId"> {
  const type = types[entry.type];
  const target = entry.type === "1" ? all.find((one) => one.name === entry.linkTarget) : entry;
  const { content, linkTarget, mode = 0o644, uid = 0, gid = 0 } = target ?? entry;
  const { modifiedSeconds = 0, xattrs = {} } = target ?? entry;
  const hex = Object.entries(xattrs).map(([key, value]) => {
    return [key, Buffer.from(value).toString("hex")] as const;
  });
  return {
    path: `/${entry.name}`,
    type,
    sizeBytes: content?.length ?? linkTarget?.length ?? 0,
    mode,
    uid,
    gid,
    modifiedSeconds,
    ...(type === "file" ? { sha256: sha256(content ?? Buffer.alloc(0)) } : {}),
    ...(type === "symlink" && linkTarget !== undefined
      ? { linkTarget, sizeBytes: Buffer.byteLength(linkTarget) }
      : {}),
    ...(hex.length === 0 ? {} : { xattrs: Object.fromEntries(hex.sort()) }),
  };
}

async function assertSuperblock(image: string, bytes: Buffer): Promise<void> {
  const told = await run("unsquashfs", "-s", image);
  const superblock = decodeSuperblock(bytes);
  assert.ok(superblock);
  const number = (pattern: RegExp) => Number(pattern.exec(told)?.[1]);
  assert.is(number(/Filesystem size (\d+) bytes/), superblock.bytesUsed);
  assert.is(number(/Block size (\d+)/), superblock.blockSizeBytes);
  assert.is(number(/Number of fragments (\d+)/), superblock.fragmentCount);
  assert.is(number(/Number of inodes (\d+)/), superblock.inodeCount);
  assert.is(number(/Number of ids (\d+)/), superblock.idCount);
  assert.is(/is exportable via NFS/.test(told), superblock.exportTableBytes < 2 ** 53);
}

/** A listing shows numbers of devices, and sizes that mean nothing to us. */
const sizeColumn = /^([bdp]\S+ \d+\/\d+) \d+(, *\d+)? /;
/** Swedish writes `2026-11-21 16:30`, as unsquashfs does. */
const minutes = new Intl.DateTimeFormat("sv", {
  timeZone: "UTC",
  dateStyle: "short",
  timeStyle: "short",
});
const letters = { file: "-", directory: "d", symlink: "l", device: "b", fifo: "p", socket: "s" };

/** The line of `unsquashfs -lln` for an entry, without the numbers of devices. */
function asLine(entry: Omit<ManifestEntry, "hardLinkId">): string {
  const { type, mode = 0, uid = 0, gid = 0, sizeBytes, modifiedSeconds = 0, path } = entry;
  const bits = Array.from("rwxrwxrwx", (letter, index) => ((mode << index) & 0o400 ? letter : "-"));
  for (const [bit, place, letter] of [
    [0o4000, 2, "s"],
    [0o2000, 5, "s"],
    [0o1000, 8, "t"],
  ] as const) {
    if ((mode & bit) !== 0) bits[place] = bits[place] === "x" ? letter : letter.toUpperCase();
  }
  const size = type === "file" || type === "symlink" ? ` ${sizeBytes}` : "";
  const time = minutes.format(modifiedSeconds * 1000);
  const target = entry.linkTarget === undefined ? "" : ` -> ${entry.linkTarget}`;
  const where = `squashfs-root${path === "/" ? "" : path}${target}`;
  return `${letters[type]}${bits.join("")} ${uid}/${gid}${size} ${time} ${where}`;
}

test("what sqfstar packs is the same to unsquashfs and our reader", () =>
  withFolder(async (folder) => {
    const image = join(folder, "image");
    for (const chosen of fc.sample(tree, { seed: 17, numRuns: 10 })) {
      const members = membersOf(chosen);
      const { blockBytes, plain, more, compressor } = chosen.options;
      fs.rmSync(image, { force: true });
      const words = ["-comp", compressor, "-b", `${blockBytes}`, ...plain, ...more];
      const fixed = ["-no-progress", "-root-mode", "755"];
      const packed = await runTool(["sqfstar", ...fixed, ...words, image], {
        input: makeTar(members),
      });
      assert.is(packed.exitCode, 0, reasonOf(packed));
      await assertSuperblock(image, fs.readFileSync(image));
      const source = openFileSource(image);
      try {
        const found = readSquashfs(source);
        assert.ok(found);
        assert.is(found.regions().at(-1)?.endBytes, source.sizeBytes);
        if (compressor !== "gzip") {
          const isReadable =
            compressor === "zstd" && Number(process.versions.node.split(".")[0]) > 22;
          if (!isReadable) continue;
        }
        const entries = found.manifest().map(({ hardLinkId, ...entry }) => {
          assert.ok(hardLinkId === undefined || entry.type === "file");
          return entry;
        });
        const wanted = members.map((one) => asEntry(one, members));
        assert.equal(differences(entries.slice(1), wanted), []);
        const listing = await run("unsquashfs", "-lln", image);
        const lines = listing.split("\n").filter((line) => line.includes("squashfs-root"));
        const shown = lines.map((line) => line.replace(/ +/g, " ").replace(sizeColumn, "$1 "));
        const expected = entries.map((entry) => asLine(entry).replace(/ +/g, " "));
        assert.equal(shown.slice(1).sort(), expected.slice(1).sort());
        for (const { path, sha256: digest } of entries
          .filter(({ type }) => type === "file")
          .slice(0, 2)) {
          const content = join(folder, "content");
          await run("sh", "-c", 'unsquashfs -cat "$1" "$2" > "$3"', "sh", image, path, content);
          assert.is(sha256(fs.readFileSync(content)), digest, path);
        }
      } finally {
        source.close();
      }
    }
  }));

test.run();
