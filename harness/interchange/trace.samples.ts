import fc from "fast-check";
import { openMemory, reserveBuffers } from "../shim/memory.js";
import { PagedDisk } from "../shim/paged-disk.js";
import { traceBytesOf, TraceWriter } from "./trace-writer.js";

/** The disk of the sample runs. */
export const sampleDiskBytes = 64 * 1024;

/** For tests: one thing that a run did. `line` is a line on stdout. */
export type SampleStep =
  | { readonly kind: "data"; readonly at: number; readonly data: Buffer; readonly sync: boolean }
  | { readonly kind: "zero"; readonly at: number; readonly length: number }
  | { readonly kind: "flush" }
  | { readonly kind: "line"; readonly text: string };

const place = fc.oneof(
  fc.integer({ min: 0, max: 79 }).map((sector) => sector * 512),
  fc.integer({ min: 0, max: 40_000 }),
);
const length = fc.oneof(fc.constantFrom(512, 1024, 8192), fc.integer({ min: 1, max: 3000 }));
const value = fc.integer({ min: 1, max: 255 });

/** For tests: the lines that name steps are `step-a` to `step-d`; others may stand between. */
export const anyStep: fc.Arbitrary<SampleStep> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(place, length, value, fc.boolean()).map(([at, size, byte, sync]) => ({
      kind: "data" as const,
      at,
      data: Buffer.alloc(size, byte),
      sync,
    })),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("zero" as const), at: place, length }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: "flush" as const }) },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom("step-a", "step-b", "step-c", "step-d", "3 of 7 done")
      .map((text) => ({ kind: "line" as const, text })),
  },
);

/** For tests: a disk that holds something else in each sector. */
export function sampleDisk(): PagedDisk {
  const disk = new PagedDisk(openMemory(reserveBuffers(sampleDiskBytes)));
  for (let at = 0; at < sampleDiskBytes; at += 512) {
    disk.write(at, Buffer.alloc(512, `sector ${at} `), 0, 512);
  }
  disk.adoptAsBase();
  return disk;
}

/** For tests: the bytes of the trace of a run. */
export function sampleTrace(steps: readonly SampleStep[]): Buffer {
  const writer = new TraceWriter(steps.reduce((sum, step) => sum + sizeOf(step), 0));
  for (const step of steps) {
    if (step.kind === "data") step.data.copy(writer.data(step.at, step.data.length, step.sync));
    if (step.kind === "zero") writer.zero(step.at, step.length);
    if (step.kind === "flush") writer.flush();
    if (step.kind === "line") writer.output(Buffer.from(`${step.text}\n`));
  }
  return writer.bytes;
}

function sizeOf(step: SampleStep): number {
  if (step.kind === "data") return traceBytesOf.data(step.data.length);
  if (step.kind === "line") return traceBytesOf.data(Buffer.byteLength(step.text) + 1);
  return step.kind === "zero" ? traceBytesOf.zero : traceBytesOf.flush;
}

/** For tests: everything that is on a disk. */
export function contentOf(disk: PagedDisk): Buffer {
  return disk.source().read(0, disk.sizeBytes);
}
