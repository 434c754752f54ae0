import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openMemory, pageBytes, reserveBuffers } from "../shim/memory.js";
import { PagedDisk } from "../shim/paged-disk.js";
import { stateKey } from "./state-key.js";

const pageCount = 6;
const diskBytes = pageCount * pageBytes;
const page = fc.nat(pageCount - 1);
// Few contents, so that states are often equal, to each other, to the base and to the reference.
const change = fc.record({ page, at: fc.constantFrom(0, 100, 4000), value: fc.nat(2) });
type Change = { page: number; at: number; value: number };
const changes = fc.array(change, { maxLength: 8 });

const reference = new Map([0, 3].map((each) => [each, pageOf(100, 2)] as const));

function pageOf(at: number, value: number): Buffer {
  const bytes = Buffer.alloc(pageBytes);
  bytes[at] = value;
  return bytes;
}

function newDisk(): PagedDisk {
  const disk = new PagedDisk(openMemory(reserveBuffers(diskBytes)));
  disk.truncate(diskBytes);
  disk.write(2 * pageBytes, pageOf(0, 1), 0, pageBytes);
  disk.adoptAsBase();
  return disk;
}

function stateOf(disk: PagedDisk, steps: readonly Change[]): Buffer {
  disk.resetToBase();
  for (const { page: number, at, value } of steps) {
    disk.write(number * pageBytes + at, Buffer.from([value]), 0, 1);
  }
  return Buffer.from(disk.source().read(0, diskBytes));
}

test("keys are equal for equal bytes only, of the whole and of each part", () => {
  const disk = newDisk();
  fc.assert(
    fc.property(changes, changes, page, page, (one, other, start, count) => {
      const [first, firstKey] = [stateOf(disk, one), stateKey(disk, reference)];
      const [second, secondKey] = [stateOf(disk, other), stateKey(disk, reference)];
      assert.is(firstKey.whole === secondKey.whole, first.equals(second));
      const range = [start * pageBytes, (count + 1) * pageBytes] as const;
      const part = (bytes: Buffer) => bytes.subarray(range[0], range[0] + range[1]);
      const sameKeys = firstKey.ofRange(...range) === secondKey.ofRange(...range);
      assert.is(sameKeys, part(first).equals(part(second)));
    }),
    { numRuns: 2000 },
  );
});

test("another size is another state", () => {
  const disk = newDisk();
  const before = stateKey(disk, reference).whole;
  disk.truncate(diskBytes + pageBytes);
  assert.is.not(stateKey(disk, reference).whole, before);
});

test.run();
