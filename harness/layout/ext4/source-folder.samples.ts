import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStream } from "../../model/prng.js";
import { openContentDigest } from "../content-digest.js";
import type { ManifestEntry } from "../file-system.js";

/** Calls `use` with a new folder that is gone afterwards. For tests. */
export async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = fs.mkdtempSync(join(tmpdir(), "crashpoint-layout-"));
  try {
    await use(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Makes a folder with one of everything that a reader must know: files of many sizes, holes,
 * links of both kinds, odd names and modes, deep folders, and `nameCount` names in one folder.
 */
export function fillFolder(folder: string, nameCount: number): void {
  const stream = openStream("source-folder", "content");
  const at = (name: string) => join(folder, name);
  fs.mkdirSync(at("deep/er/still"), { recursive: true });
  fs.mkdirSync(at("many"));
  fs.mkdirSync(at("nothing"));
  const sizes = [0, 1, 59, 60, 100, 130, 1023, 1024, 4096, 5000, 131072, 131073, 400000];
  for (const size of sizes) fs.writeFileSync(at(`size ${size}`), stream.bytes(size));
  fs.writeFileSync(at("zeros"), Buffer.alloc(300000));
  fs.writeFileSync(at("deep/er/still/name with ümlaut"), "here");
  for (let index = 0; index < nameCount; index += 1) {
    fs.writeFileSync(at(`many/a name that is fairly long ${index}`), `${index}`);
  }
  fs.symlinkSync("size 100", at("short link"));
  fs.symlinkSync("x".repeat(59), at("link of 59"));
  fs.symlinkSync("x".repeat(60), at("link of 60"));
  fs.symlinkSync("long/".repeat(100), at("long link"));
  fs.linkSync(at("size 5000"), at("deep/other name"));
  fs.linkSync(at("size 5000"), at("third name"));
  fs.chmodSync(at("size 1"), 0o4751);
  fs.chmodSync(at("nothing"), 0o1777);
  fs.utimesSync(at("size 60"), 12345, 12345);
  writePieces(at("sparse"), 3_000_000, [0, 1_000_000, 2_999_000], stream.bytes(777));
}

/** Makes a file of `sizeBytes` with the same piece at each of some places and holes between. */
export function writePieces(
  path: string,
  sizeBytes: number,
  offsetsBytes: readonly number[],
  piece: Buffer,
): void {
  const descriptor = fs.openSync(path, "w");
  for (const offset of offsetsBytes) fs.writeSync(descriptor, piece, 0, piece.length, offset);
  fs.ftruncateSync(descriptor, sizeBytes);
  fs.closeSync(descriptor);
}

/** What the kernel says of a folder, in the form that a reader of an image gives. */
export function readFolder(folder: string): ManifestEntry[] {
  const names = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  const entries = names.map((name) => readEntry(join(folder, name), `/${name}`));
  entries.push(readEntry(folder, "/"));
  return comparable(entries);
}

/** Sorted, and with numbers of hard links that do not depend on the file system. */
function comparable(entries: readonly ManifestEntry[]): ManifestEntry[] {
  const sorted = [...entries].sort((one, other) => (one.path < other.path ? -1 : 1));
  const numbers = new Map<number, number>();
  return sorted.map((entry) => {
    if (entry.hardLinkId === undefined) return entry;
    const number = numbers.get(entry.hardLinkId) ?? numbers.size;
    numbers.set(entry.hardLinkId, number);
    return { ...entry, hardLinkId: number };
  });
}

/** The entries of which the two lists differ, each as a line for either side. */
export function differences(
  found: readonly ManifestEntry[],
  wanted: readonly ManifestEntry[],
): string[] {
  const lines = (entries: readonly ManifestEntry[]) =>
    comparable(entries).map((entry) => JSON.stringify(Object.entries(entry).sort()));
  const foundLines = new Set(lines(found));
  const wantedLines = new Set(lines(wanted));
  return [
    ...[...foundLines].filter((line) => !wantedLines.has(line)).map((line) => `found  ${line}`),
    ...[...wantedLines].filter((line) => !foundLines.has(line)).map((line) => `wanted ${line}`),
  ];
}

function digestOf(content: Buffer): string {
  const digest = openContentDigest(content.length);
  digest.data(content);
  return digest.hex();
}

function readEntry(file: string, path: string): ManifestEntry {
  const stat = fs.lstatSync(file);
  const type = stat.isDirectory() ? "directory" : stat.isFile() ? "file" : "symlink";
  return {
    path,
    type,
    sizeBytes: type === "directory" ? 0 : stat.size,
    mode: stat.mode & 0o7777,
    uid: stat.uid,
    gid: stat.gid,
    modifiedSeconds: Math.floor(stat.mtimeMs / 1000),
    ...(type === "file" ? { sha256: digestOf(fs.readFileSync(file)) } : {}),
    ...(type === "symlink" ? { linkTarget: fs.readlinkSync(file) } : {}),
    ...(type !== "directory" && stat.nlink > 1 ? { hardLinkId: stat.ino } : {}),
  };
}
