import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { pack as packTar } from "tar-stream";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../../layout/byte-source.js";
import { messageOf } from "../../model/errors.js";
import { bundleVersion, encodeBundle, type BundleJson } from "../bundle-json.js";
import { memberOf, memberOfDisk, type Member } from "./member.js";
import { packArchive } from "./pack.js";
import { decodeSparseMap, encodeSparseMap } from "./sparse-map.js";
import { unpackArchive } from "./unpack.js";

const test = suite<{ folder: string }>("archives of bundles");
const signal = new AbortController().signal;
const page = 4096;

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-test-"));
});

test.after.each(({ folder }) => {
  rmSync(folder, { recursive: true });
});

test("a disk comes back byte for byte, by this reader and by GNU tar", async ({ folder }) => {
  const disk = diskWith([0, 3, 4, 99], 100 * page + 512);
  const path = await packed(folder, [memberOf("report.md", "# hello\n"), diskMember(disk)]);

  const out = newFolder(folder, "out");
  const bundle = await unpackArchive(path, out, signal);
  assert.is(bundle.files.length, 2);
  assert.equal(readdirSync(out).sort(), ["crash-1.img", "report.md"]);
  assert.ok(readFileSync(join(out, "crash-1.img")).equals(disk));

  const byTar = newFolder(folder, "tar");
  execFileSync("tar", ["-xzf", path, "-C", byTar]);
  const image = join(byTar, "case", "crash-1.img");
  assert.ok(readFileSync(image).equals(disk));
  assert.ok(statSync(image).blocks * 512 < disk.length / 2, "holes stay holes");
});

test("any disk comes back", async ({ folder }) => {
  const pages = fc.uniqueArray(fc.nat({ max: 40 }), { maxLength: 12 });
  let count = 0;
  await fc.assert(
    fc.asyncProperty(pages, fc.integer({ min: 41 * page, max: 60 * page }), async (set, size) => {
      const disk = diskWith(set, size);
      const inner = newFolder(folder, `run-${(count += 1)}`);
      const path = await packed(inner, [diskMember(disk)]);
      const out = newFolder(inner, "out");
      await unpackArchive(path, out, signal);
      assert.ok(readFileSync(join(out, "crash-1.img")).equals(disk));
    }),
    { numRuns: 20 },
  );
});

test("the map of a sparse file is read as it was written", () => {
  const gaps = fc.array(fc.tuple(fc.nat({ max: 2 ** 30 }), fc.integer({ min: 1, max: 2 ** 20 })));
  fc.assert(
    fc.property(gaps, (pairs) => {
      let at = 0;
      const runs = pairs.map(([gap, lengthBytes]) => {
        const offsetBytes = at + gap;
        at = offsetBytes + lengthBytes;
        return { offsetBytes, lengthBytes };
      });
      const map = encodeSparseMap(runs, at + 7);
      const read = decodeSparseMap(map, at + 7);
      assert.equal(read?.runs, [...runs, { offsetBytes: at + 7, lengthBytes: 0 }]);
      assert.is(read?.mapBytes, map.length);
    }),
  );
});

test("any bytes as a map are refused or read, never more than the disk", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("0", "1", "9", "\n", "x"), maxLength: 80 }),
      (s) => {
        try {
          const map = decodeSparseMap(Buffer.from(s), 1000);
          for (const { offsetBytes, lengthBytes } of map?.runs ?? []) {
            assert.ok(offsetBytes + lengthBytes <= 1000);
          }
        } catch (error) {
          assert.match(messageOf(error), /sparse map/);
        }
      },
    ),
  );
});

const body = "content";

/** What anybody could put into an archive, and what is said of it. */
const hostile: readonly (readonly [
  string,
  (archive: ReturnType<typeof packTar>) => void,
  RegExp,
])[] = [
  ["a path outside", (a) => a.entry({ name: "../evil.txt" }, body), /not in bundle\.json/],
  ["an absolute path", (a) => a.entry({ name: "/tmp/evil.txt" }, body), /not in bundle\.json/],
  ["a path inside that leads out", (a) => a.entry({ name: "case/../../x" }, body), /not in/],
  ["a link", (a) => link(a, "symlink"), /is a symlink: a bundle has only files/],
  ["a hard link", (a) => link(a, "link"), /is a link: a bundle has only files/],
  ["a device", (a) => link(a, "block-device"), /is a block-device/],
  ["a pipe", (a) => link(a, "fifo"), /is a fifo/],
  ["a folder", (a) => link(a, "directory"), /is a directory/],
  ["other bytes", (a) => a.entry({ name: "case/report.md" }, "CONTENT"), /it is damaged/],
  ["more bytes", (a) => a.entry({ name: "case/report.md" }, `${body}!`), /expected 7 bytes/],
  ["nothing more", () => undefined, /report\.md is missing/],
  [
    "the same twice",
    (a) => ["1", "2"].forEach(() => a.entry({ name: "case/report.md" }, body)),
    /not in bundle\.json/,
  ],
];

for (const [what, add, expected] of hostile) {
  test(`refused, with nothing left outside: ${what}`, async ({ folder }) => {
    const path = join(folder, "hostile.tar.gz");
    const archive = packTar();
    archive.entry({ name: "case/bundle.json" }, manifest([memberOf("report.md", body)]));
    add(archive);
    archive.finalize();
    await written(path, archive);
    assert.match(await refusal(folder, path), expected);
    assert.equal(readdirSync(folder).sort(), ["hostile.tar.gz", "out"]);
  });
}

const manifests: readonly (readonly [string, (json: BundleJson) => unknown, RegExp])[] = [
  ["another version", (json) => ({ ...json, version: 2, files: 7 }), /expected 1, found 2/],
  ["no version", () => ({}), /expected 1, found none/],
  ["a name with a folder", named("a/b.md"), /no name of a bundle's file/],
  ["a name that leads out", named("../b.md"), /no name of a bundle's file/],
  ["a name that is hidden", named(".b.md"), /no name of a bundle's file/],
  ["too many files", (json) => ({ ...json, files: many(65) }), /at most 64 files/],
  ["too many bytes", (json) => ({ ...json, files: large(3, 2 ** 29) }), /at most 1 GiB/],
  ["a bomb", (json) => ({ ...json, files: large(1, 2 ** 29) }), /at most 100 bytes for each/],
  ["a field that steers the terminal", (json) => ({ ...json, "\u001B[2J": 1 }), /\\u\{1b\}\[2J/],
  ["a field too much", (json) => ({ ...json, x: 1 }), /[Uu]nrecognized key/],
];

for (const [what, change, expected] of manifests) {
  test(`a bundle.json is refused: ${what}`, async ({ folder }) => {
    const path = join(folder, "hostile.tar.gz");
    const archive = packTar();
    const json = JSON.parse(manifest([memberOf("report.md", body)])) as BundleJson;
    archive.entry({ name: "case/bundle.json" }, JSON.stringify(change(json)));
    archive.finalize();
    await written(path, archive);
    assert.match(await refusal(folder, path), expected);
  });
}

test("what is no archive is refused", async ({ folder }) => {
  const path = join(folder, "x.tar.gz");
  for (const bytes of [Buffer.alloc(0), Buffer.from("hello"), gzipSync("hello".repeat(1000))]) {
    writeFileSync(path, bytes);
    assert.match(await refusal(folder, path), /is no bundle that can be read/);
  }
  const bomb = gzipSync(Buffer.alloc(2 ** 26));
  writeFileSync(path, bomb);
  assert.match(await refusal(folder, path), /is no bundle that can be read/);
});

test("a bundle that is cut off or changed anywhere is refused", async ({ folder }) => {
  const whole = readFileSync(await packed(folder, [diskMember(diskWith([0, 9], 20 * page))]));
  const path = join(folder, "cut.tar.gz");
  const place = fc.integer({ min: 20, max: whole.length - 9 });
  await fc.assert(
    fc.asyncProperty(place, async (at) => {
      writeFileSync(path, whole.subarray(0, at));
      assert.match(await refusal(folder, path), /is no bundle that can be read/);
    }),
    { numRuns: 15 },
  );
});

test.run();

function diskWith(pages: readonly number[], sizeBytes: number): Buffer {
  const disk = Buffer.alloc(sizeBytes);
  for (const each of pages) disk.fill(`page ${each} `, each * page, (each + 1) * page);
  return disk;
}

function diskMember(disk: Buffer): Member {
  return memberOfDisk("crash-1.img", bufferSource(disk));
}

async function packed(folder: string, members: readonly Member[]): Promise<string> {
  const path = join(folder, "x.tar.gz");
  const first = memberOf("bundle.json", manifest(members));
  await packArchive(path, "case", [first, ...members], signal);
  return path;
}

function manifest(members: readonly Member[]): string {
  const files = members.map(({ body: _body, ...file }) => file);
  return encodeBundle({
    version: bundleVersion,
    id: "c1:prove:reference:1:w5@4405",
    kind: "whole",
    program: { name: "reference" },
    base: { digest: "00", sizeBytes: 1, origin: "built" },
    files,
  });
}

function named(name: string): (json: BundleJson) => unknown {
  return (json) => ({ ...json, files: json.files.map((file) => ({ ...file, name })) });
}

function many(count: number): unknown[] {
  return Array.from({ length: count }, (_, index) => ({ ...fileOf(1), name: `x${index}.txt` }));
}

function large(count: number, bodyBytes: number): unknown[] {
  const files = Array.from({ length: count }, () => fileOf(bodyBytes));
  return files.map((file, index) => ({ ...file, name: `x${index}.txt` }));
}

function fileOf(bodyBytes: number): object {
  return { bodyBytes, sha256: "0".repeat(64) };
}

function link(
  archive: ReturnType<typeof packTar>,
  type: "symlink" | "link" | "fifo" | "block-device" | "directory",
): void {
  archive.entry({ name: "case/report.md", type, linkname: "/etc/passwd" });
}

async function written(path: string, archive: ReturnType<typeof packTar>): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of archive as AsyncIterable<Uint8Array>) pieces.push(Buffer.from(piece));
  writeFileSync(path, gzipSync(Buffer.concat(pieces)));
}

async function refusal(folder: string, path: string): Promise<string> {
  const out = newFolder(folder, "out");
  try {
    await unpackArchive(path, out, signal);
  } catch (error) {
    return messageOf(error);
  }
  throw new Error("it was not refused");
}

function newFolder(parent: string, name: string): string {
  const path = join(parent, name);
  rmSync(path, { recursive: true, force: true });
  execFileSync("mkdir", [path]);
  return path;
}
