import { z } from "zod";
import { DecodeError } from "../../../model/errors.js";
import { FileData, pageBytes } from "./file-data.js";
import { FolderEntries } from "./folder-entries.js";
import type { Body, Inode } from "./inode.js";
import type { Tree } from "./tree.js";
import type { SavedVersions } from "./versions.js";

const number = z.number().int().nonnegative();
const place = z.strictObject({ parentIno: number, name: z.string() });
const nanoseconds = z.string().regex(/^-?\d+$/);

/** What a state has of an inode, or that it is gone. */
const inodeSchema = z.strictObject({
  ...{ ino: number, mode: number, uid: number, gid: number, links: number, device: number },
  ...{ atimeNs: nanoseconds, mtimeNs: nanoseconds, ctimeNs: nanoseconds },
  places: z.array(place),
  lastPlace: place,
  /** Base64, by name. */
  xattrs: z.record(z.string(), z.string()),
  body: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("file"),
      sizeBytes: number,
      /** Page numbers, with the bytes in base64. */
      pages: z.array(z.tuple([number, z.string()])),
    }),
    z.strictObject({ kind: z.literal("folder"), names: z.array(z.tuple([z.string(), number])) }),
    z.strictObject({ kind: z.literal("link"), target: z.string() }),
    z.strictObject({ kind: z.literal("other") }),
  ]),
});

const stateSchema = z.strictObject({
  version: z.literal(1),
  nextIno: number,
  gone: z.array(number),
  inodes: z.array(inodeSchema),
});

type StoredInode = z.infer<typeof inodeSchema>;

/** A tree's current state as bytes, as far as it is not the base. */
export function encodeTreeState(tree: Tree): Buffer {
  const { changes, nextIno } = tree.save();
  const sorted = [...changes].sort(([one], [other]) => one - other);
  const state: z.infer<typeof stateSchema> = {
    version: 1,
    nextIno,
    gone: sorted.flatMap(([ino, inode]) => (inode === undefined ? [ino] : [])),
    inodes: sorted.flatMap(([, inode]) => (inode === undefined ? [] : [storedInode(inode)])),
  };
  return Buffer.from(JSON.stringify(state));
}

/** The state that such bytes stand for over the same base. Throws DecodeError. */
export function decodeTreeState(tree: Tree, bytes: Uint8Array): SavedVersions {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw new DecodeError("treeState", "is no JSON", { cause });
  }
  const parsed = stateSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new DecodeError(`treeState.${issue?.path.join(".")}`, issue?.message ?? "does not fit");
  }
  const changes = new Map<number, Inode | undefined>();
  for (const ino of parsed.data.gone) changes.set(ino, undefined);
  for (const stored of parsed.data.inodes) changes.set(stored.ino, inodeOf(tree, stored));
  return { changes, nextIno: parsed.data.nextIno };
}

function storedInode(inode: Inode): StoredInode {
  const { ino, mode, uid, gid, links, device, places, lastPlace, body } = inode;
  return {
    ...{ ino, mode, uid, gid, links, device, lastPlace, places: [...places] },
    atimeNs: String(inode.atimeNs),
    mtimeNs: String(inode.mtimeNs),
    ctimeNs: String(inode.ctimeNs),
    xattrs: Object.fromEntries(
      [...inode.xattrs].map(([name, value]) => [name, value.toString("base64")]),
    ),
    body: storedBody(body),
  };
}

function storedBody(body: Body): StoredInode["body"] {
  if (typeof body === "string") return { kind: "link", target: body };
  if (body instanceof FolderEntries) return { kind: "folder", names: body.sorted() };
  if (body === undefined) return { kind: "other" };
  const pages: [number, string][] = [];
  const { sizeBytes } = body;
  for (let at = body.nextPlace(0, "data"); at < sizeBytes; at = body.nextPlace(at, "data")) {
    const page = at / pageBytes;
    pages.push([page, body.page(page)?.toString("base64") ?? ""]);
    at += pageBytes;
    if (at >= sizeBytes) break;
  }
  return { kind: "file", sizeBytes, pages };
}

function inodeOf(tree: Tree, stored: StoredInode): Inode {
  const { xattrs, body } = stored;
  return {
    ...stored,
    epoch: 0,
    atimeNs: BigInt(stored.atimeNs),
    mtimeNs: BigInt(stored.mtimeNs),
    ctimeNs: BigInt(stored.ctimeNs),
    xattrs: new Map(
      Object.entries(xattrs).map(([name, value]) => [name, Buffer.from(value, "base64")]),
    ),
    body: bodyOf(tree, stored.ino, body),
  };
}

function bodyOf(tree: Tree, ino: number, stored: StoredInode["body"]): Body {
  if (stored.kind === "link") return stored.target;
  if (stored.kind === "other") return undefined;
  if (stored.kind === "file") {
    const data = new FileData();
    for (const [page, base64] of stored.pages) {
      data.write(0, page * pageBytes, Buffer.from(base64, "base64"), 0, pageBytes);
    }
    data.truncate(0, stored.sizeBytes);
    return data;
  }
  // What it shares with the base stays shared.
  const loaded = tree.versions.inBase(ino)?.body;
  const entries = loaded instanceof FolderEntries ? loaded.copy() : new FolderEntries();
  const names = new Map(stored.names);
  for (const [name] of entries.sorted()) if (!names.has(name)) entries.delete(name);
  for (const [name, child] of names) entries.set(name, child);
  return entries;
}
