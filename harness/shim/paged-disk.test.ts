import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { field, openMemory, pageBytes, reserveBuffers, type SharedMemory } from "./memory.js";
import { PagedDisk } from "./paged-disk.js";
import type { SavedState } from "./saved-state.js";

const diskBytes = 6 * pageBytes + 700;

type Step =
  | { readonly kind: "write"; readonly at: number; readonly data: Uint8Array }
  | { readonly kind: "zero"; readonly at: number; readonly length: number }
  | { readonly kind: "truncate"; readonly size: number }
  | { readonly kind: "save" | "restore" | "forget"; readonly which: number }
  | { readonly kind: "promote" | "reset" | "resetToBase" }
  /** Writes and cuts off, and goes back to where it was. */
  | { readonly kind: "excursion"; readonly at: number; readonly data: Uint8Array };

const place = fc.integer({ min: 0, max: diskBytes - 1 });
const length = fc.integer({ min: 1, max: 2 * pageBytes + 300 });
// Few byte values, so that writes often say what is there already.
const data = fc
  .tuple(length, fc.integer({ min: 0, max: 2 }))
  .map(([count, value]) => new Uint8Array(count).fill(value));

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant("write" as const), at: place, data }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("zero" as const), at: place, length }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("truncate" as const),
        size: fc.integer({ min: 0, max: 2 * diskBytes }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom("save" as const, "restore" as const, "forget" as const),
        which: fc.nat(3),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant("excursion" as const), at: place, data }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom("promote" as const, "reset" as const, "resetToBase" as const),
      }),
    },
  ),
  { maxLength: 30 },
);

/** The same states as plain buffers. */
class Model {
  readonly saved: Buffer[] = [];
  readonly base: Buffer;
  snapshot: Buffer;
  current: Buffer;

  constructor(base: Buffer) {
    this.base = this.snapshot = this.current = base;
  }

  apply(step: Step): void {
    switch (step.kind) {
      case "write": {
        const grown = resized(
          this.current,
          Math.max(this.current.length, step.at + step.data.length),
        );
        grown.set(step.data, step.at);
        this.current = grown;
        return;
      }
      case "zero":
        this.current = Buffer.from(this.current).fill(0, ...within(step, this.current.length));
        return;
      case "truncate":
        this.current = resized(this.current, step.size);
        return;
      case "save":
        this.saved.push(this.current);
        return;
      case "restore":
        this.current = this.snapshot = this.saved[step.which] ?? this.base;
        return;
      case "forget":
        this.saved.splice(step.which, 1);
        return;
      case "promote":
        this.snapshot = this.current;
        return;
      case "reset":
        this.current = this.snapshot;
        return;
      case "resetToBase":
        this.current = this.snapshot = this.base;
        return;
      case "excursion":
        return;
    }
  }
}

function within(range: { at: number; length: number }, sizeBytes: number): [number, number] {
  return [Math.min(range.at, sizeBytes), Math.min(range.at + range.length, sizeBytes)];
}

function resized(buffer: Buffer, sizeBytes: number): Buffer {
  const copy = Buffer.alloc(sizeBytes);
  buffer.copy(copy);
  return copy;
}

function applyTo(disk: PagedDisk, saved: SavedState[], step: Step): void {
  switch (step.kind) {
    case "save":
      saved.push(disk.save());
      return;
    case "restore": {
      const chosen = saved[step.which];
      if (chosen === undefined) disk.resetToBase();
      else disk.restore(chosen);
      return;
    }
    case "forget":
      for (const each of saved.splice(step.which, 1)) disk.forget(each);
      return;
    case "write":
      disk.write(step.at, Buffer.from(step.data), 0, step.data.length);
      return;
    case "zero":
      disk.zero(step.at, step.length);
      return;
    case "truncate":
      disk.truncate(step.size);
      return;
    case "excursion": {
      const kept = disk.save();
      disk.write(step.at, Buffer.from(step.data), 0, step.data.length);
      disk.truncate(step.at + 1);
      disk.goBack(kept);
      disk.forget(kept);
      return;
    }
    case "promote":
    case "reset":
    case "resetToBase":
      disk[step.kind]();
  }
}

function newDisk(): { disk: PagedDisk; memory: SharedMemory; base: Buffer } {
  const memory = openMemory(reserveBuffers(diskBytes));
  const disk = new PagedDisk(memory);
  const base = Buffer.alloc(diskBytes);
  base.fill("base", pageBytes + 100, 3 * pageBytes);
  disk.write(0, base, 0, base.length);
  disk.adoptAsBase();
  return { disk, memory, base };
}

function contentOf(disk: PagedDisk): Buffer {
  return disk.source().read(0, disk.sizeBytes);
}

function pageOf(buffer: Buffer, page: number): Buffer {
  return resized(buffer.subarray(page * pageBytes, (page + 1) * pageBytes), pageBytes);
}

/** Pages that can be given out and are not: everything else is in some table. */
function pagesInUse({ control }: SharedMemory): number {
  return (control[field.nextPage] ?? 0) - (control[field.freeCount] ?? 0);
}

test("any sequence of changes and returns leaves what plain buffers would hold", () => {
  const { disk, memory, base } = newDisk();
  const pagesOfBase = pagesInUse(memory);
  fc.assert(
    fc.property(steps, (sequence) => {
      const model = new Model(base);
      const saved: SavedState[] = [];
      for (const step of sequence) {
        const before = { content: contentOf(disk), generation: disk.generation };
        applyTo(disk, saved, step);
        const same = before.content.equals(contentOf(disk));
        assert.ok(same || disk.generation !== before.generation, "a change was not counted");
        model.apply(step);
        assert.is(disk.sizeBytes, model.current.length);
        assert.ok(contentOf(disk).equals(model.current), `after ${step.kind}`);
      }
      const notBase = new Set(disk.pagesNotBase());
      const pageCount = Math.ceil(Math.max(diskBytes, disk.sizeBytes) / pageBytes);
      for (let page = 0; page < pageCount; page += 1) {
        if (notBase.has(page)) continue;
        assert.ok(pageOf(model.current, page).equals(pageOf(base, page)), `page ${page}`);
      }
      assert.ok(disk.baseSource().read(0, diskBytes).equals(base), "the base has changed");
      for (const each of saved) disk.forget(each);
      disk.resetToBase();
      assert.ok(contentOf(disk).equals(base), "after going back to the base");
      assert.is(pagesInUse(memory), pagesOfBase, "pages were lost");
    }),
    { numRuns: 300, seed: 7, endOnFailure: false },
  );
});

test("between two saved states, just the pages with other bytes are named", () => {
  const { disk, base } = newDisk();
  const state = (sequence: Step[]): { saved: SavedState; content: Buffer } => {
    disk.resetToBase();
    for (const step of sequence) applyTo(disk, [], step);
    return { saved: disk.save(), content: resized(contentOf(disk), 3 * diskBytes) };
  };
  fc.assert(
    fc.property(steps, steps, (one, other) => {
      const [first, second] = [state(one), state(other)];
      const pages = Array.from({ length: (3 * diskBytes) / pageBytes }, (_, page) => page);
      const differing = pages.filter(
        (page) => !pageOf(first.content, page).equals(pageOf(second.content, page)),
      );
      assert.equal(disk.pagesBetween(first.saved, second.saved), differing);
      disk.forget(first.saved);
      disk.forget(second.saved);
    }),
    { numRuns: 200 },
  );
  disk.resetToBase();
  assert.ok(contentOf(disk).equals(base));
});

test("writing what is there takes no page", () => {
  const { disk, memory, base } = newDisk();
  const before = pagesInUse(memory);
  disk.write(0, base, 0, base.length);
  assert.is(pagesInUse(memory), before);
  assert.equal(disk.pagesNotBase(), []);
  assert.is(disk.changedPages().length, 0);
});

test("only pages that differ from the base are listed, once and in order", () => {
  const { disk } = newDisk();
  const bytes = Buffer.from("changed");
  disk.write(4 * pageBytes, bytes, 0, bytes.length);
  disk.promote();
  disk.write(0, bytes, 0, bytes.length);
  disk.write(4 * pageBytes + 9, bytes, 0, bytes.length);
  assert.equal(disk.pagesNotBase(), [0, 4]);
  disk.reset();
  assert.equal(disk.pagesNotBase(), [4]);
});

test("what a truncation cut off is zero when the disk grows again", () => {
  const { disk } = newDisk();
  disk.truncate(2 * pageBytes + 5);
  disk.truncate(diskBytes);
  const cut = disk.source().read(2 * pageBytes + 5, diskBytes);
  assert.ok(cut.every((byte) => byte === 0));
});

test.run();
