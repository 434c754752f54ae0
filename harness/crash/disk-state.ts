import { DecodeError } from "../model/errors.js";
import { pageBytes } from "../shim/memory.js";
import type { PagedDisk } from "../shim/paged-disk.js";

/** A state of a disk, as far as it differs from another one: its size, and whole pages. */
export interface DiskState {
  readonly sizeBytes: number;
  /** Page number to bytes. */
  readonly pages: ReadonlyMap<number, Buffer>;
}

const magic = Buffer.from("CPSTATE1", "latin1");
const headBytes = magic.length + 12;

/** What the disk holds now, as far as it is not the base with these pages in place. */
export function stateOver(disk: PagedDisk, reference: ReadonlyMap<number, Buffer>): DiskState {
  const suspects = [...reference.keys(), ...disk.pagesNotBase()];
  const pages = differingPages(
    suspects,
    (page) => disk.page(page),
    (page) => reference.get(page) ?? disk.basePage(page),
  );
  return { sizeBytes: disk.sizeBytes, pages };
}

/** Of some pages, by their numbers, those that are now as they were not then: a copy of each. */
export function differingPages(
  suspects: Iterable<number>,
  now: (page: number) => Buffer,
  then: (page: number) => Buffer,
): Map<number, Buffer> {
  const pages = new Map<number, Buffer>();
  for (const page of [...new Set(suspects)].sort((one, other) => one - other)) {
    const bytes = now(page);
    if (!bytes.equals(then(page))) pages.set(page, Buffer.from(bytes));
  }
  return pages;
}

/**
 * Puts the pages of a state over what the disk holds now. Throws DecodeError where the disk has no
 * room for them.
 */
export function applyState(disk: PagedDisk, { sizeBytes, pages }: DiskState): void {
  const endBytes = Math.max(sizeBytes, (lastOf(pages) + 1) * pageBytes);
  if (endBytes > disk.sizeLimitBytes) {
    throw new DecodeError("state", `${endBytes} bytes, more than the ${disk.sizeLimitBytes} here`);
  }
  for (const [page, bytes] of pages) disk.write(page * pageBytes, bytes, 0, bytes.length);
  disk.truncate(sizeBytes);
}

/**
 * A state as bytes, little endian: 8 of magic, 8 of the disk's size, 4 of the count of pages, 4 for
 * the number of each, and then the pages of 4,096 bytes.
 */
export function encodeState({ sizeBytes, pages }: DiskState): Buffer {
  const head = Buffer.alloc(headBytes + pages.size * 4);
  magic.copy(head);
  head.writeBigUInt64LE(BigInt(sizeBytes), magic.length);
  head.writeUInt32LE(pages.size, magic.length + 8);
  [...pages.keys()].forEach((page, index) => head.writeUInt32LE(page, headBytes + index * 4));
  const whole = [...pages.values()].map((bytes) => Buffer.concat([bytes], pageBytes));
  return Buffer.concat([head, ...whole]);
}

/** Reads what encodeState has written. Throws DecodeError with the field. */
export function decodeState(bytes: Buffer): DiskState {
  if (bytes.length < headBytes || !bytes.subarray(0, magic.length).equals(magic)) {
    throw new DecodeError("state: magic", `expected ${magic.toString("latin1")}`);
  }
  const sizeBytes = Number(bytes.readBigUInt64LE(magic.length));
  const count = bytes.readUInt32LE(magic.length + 8);
  const wantedBytes = headBytes + count * (4 + pageBytes);
  if (bytes.length !== wantedBytes) {
    throw new DecodeError("state", `expected ${wantedBytes} bytes, found ${bytes.length}`);
  }
  const start = headBytes + count * 4;
  const pages = new Map<number, Buffer>();
  for (let index = 0; index < count; index += 1) {
    const page = bytes.readUInt32LE(headBytes + index * 4);
    pages.set(page, bytes.subarray(start + index * pageBytes, start + (index + 1) * pageBytes));
  }
  return { sizeBytes, pages };
}

function lastOf(pages: ReadonlyMap<number, Buffer>): number {
  return [...pages.keys()].reduce((last, page) => Math.max(last, page), -1);
}
