import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { DecodeError } from "../model/errors.js";
import { openMemory, pageBytes, reserveBuffers } from "../shim/memory.js";
import { PagedDisk } from "../shim/paged-disk.js";
import { digestOf } from "./digest.js";
import { applyState, decodeState, encodeState, stateOver } from "./disk-state.js";

const limitBytes = 8 * pageBytes;

function newDisk(): PagedDisk {
  const disk = new PagedDisk(openMemory(reserveBuffers(limitBytes)));
  disk.truncate(limitBytes);
  disk.write(0, Buffer.alloc(3 * pageBytes, "base"), 0, 3 * pageBytes);
  disk.adoptAsBase();
  return disk;
}

/** Bytes at a place; none of them: the disk is cut off there. */
const change = fc.record({
  at: fc.integer({ min: 1, max: limitBytes - 1 }),
  bytes: fc.uint8Array({ maxLength: 5000 }),
});
const changes = fc.array(change, { maxLength: 6 });

function make(disk: PagedDisk, wanted: readonly { at: number; bytes: Uint8Array }[]): void {
  for (const { at, bytes } of wanted) {
    const lengthBytes = Math.min(bytes.length, limitBytes - at);
    if (lengthBytes === 0) disk.truncate(at);
    else disk.write(at, Buffer.from(bytes), 0, lengthBytes);
  }
}

test("a state that was stored over another one is that state again", () => {
  fc.assert(
    fc.property(changes, changes, (ofReference, ofState) => {
      const disk = newDisk();
      make(disk, ofReference);
      const { sizeBytes, pages: reference } = stateOver(disk, new Map());
      disk.resetToBase();
      make(disk, ofState);
      const digest = digestOf(disk);
      const stored = encodeState(stateOver(disk, reference));
      disk.resetToBase();
      applyState(disk, { sizeBytes, pages: reference });
      applyState(disk, decodeState(stored));
      assert.is(digestOf(disk), digest);
    }),
    { numRuns: 200 },
  );
});

test("damage is refused, and said where it is", () => {
  const disk = newDisk();
  disk.write(0, Buffer.from("new"), 0, 3);
  const stored = encodeState(stateOver(disk, new Map()));
  for (const [damage, place] of [
    [(bytes: Buffer) => bytes.fill(0, 0, 1), "state: magic"],
    [(bytes: Buffer) => bytes.subarray(0, 5), "state: magic"],
    [(bytes: Buffer) => bytes.subarray(0, bytes.length - 1), "state: expected"],
  ] as const) {
    const isSaid = (error: Error) =>
      error instanceof DecodeError && error.message.startsWith(place);
    assert.throws(() => decodeState(damage(Buffer.from(stored))), isSaid);
  }
});

test("a page that the disk has no room for is refused", () => {
  const disk = newDisk();
  const pages = new Map([[disk.sizeLimitBytes / pageBytes, Buffer.alloc(pageBytes)]]);
  const apply = () => applyState(disk, { sizeBytes: limitBytes, pages });
  assert.throws(apply, (error: Error) => error instanceof DecodeError);
});

test.run();
