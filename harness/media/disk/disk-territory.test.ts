import { test } from "uvu";
import * as assert from "uvu/assert";
import { Epochs } from "../../crash/epoch.js";
import { parsePoints } from "../../explore/point-filter.js";
import { planPoints } from "../../explore/points.js";
import type { Region } from "../../layout/region.js";
import type { WriteEvent } from "../../model/trace.js";
import { DiskRun } from "./disk-run.js";
import { diskTerritory, placedWrites } from "./disk-territory.js";

const regions: Region[] = [
  { name: "primary header", kind: "table", startBytes: 0, endBytes: 4096 },
  { name: "P1: data", kind: "data", startBytes: 4096, endBytes: 1 << 20 },
];
const layouts = { before: regions, after: regions };

function write(number: number, offsetBytes: number, lengthBytes: number): WriteEvent {
  return {
    ...{ kind: "write", number, change: "data", offsetBytes, lengthBytes },
    ...{ pid: 1, timeUs: 0, synchronous: false, recordAt: 0 },
  };
}

const writes = [write(1, 512, 2048), write(2, 8192, 1)];
const run = new DiskRun(Buffer.alloc(0), writes, {
  writeCount: 2,
  lineCount: 0,
  spans: [{ step: "begin", firstWrite: 1, lastWrite: 2, firstLine: 1, lastLine: 0 }],
});

test("writes are placed by the region that they touch", () => {
  assert.equal(placedWrites(run, layouts), [
    {
      number: 1,
      step: "begin",
      place: { name: "primary header", kind: "table" },
      likeness: "data",
    },
    { number: 2, step: "begin", place: { name: "P1: data", kind: "data" }, likeness: "data" },
  ]);
});

test("unread bytes: small writes and those that jump are metadata, a copy is not", () => {
  const unread: Region = { name: "disk", kind: "unread", startBytes: 0, endBytes: 1 << 30 };
  const copied = Array.from({ length: 99 }, (_, index) => write(index + 1, index * 512, 512));
  const many = [...copied, write(100, 1 << 20, 512), write(101, 99 * 512, 512)];
  const span = { step: "begin", firstWrite: 1, lastWrite: 101, firstLine: 1, lastLine: 0 };
  const shape = { writeCount: 101, lineCount: 0, spans: [span] };
  const long = new DiskRun(Buffer.alloc(0), many, shape);
  const placed = placedWrites(long, { before: [unread], after: [unread] });
  const metadata = placed.filter(({ place }) => place.kind === "metadata");
  assert.equal(
    metadata.map(({ number }) => number),
    [1, 100, 101],
  );
  const territory = diskTerritory(
    ...([
      long,
      { before: [unread], after: [unread] },
      new Epochs(many),
      [],
      { seed: "7f3a" },
    ] as const),
  );
  const { points } = planPoints(territory, parsePoints(undefined), ["kill"], "7f3a");
  assert.ok(points.some((point) => point.kind === "write" && point.writes === 100));
  assert.ok(points.length < 15);
});

test("torn points lie inside of the write, at sector borders and one other byte", () => {
  const territory = diskTerritory(run, layouts, new Epochs(writes), [], { seed: "7f3a" });
  const { points } = planPoints(territory, parsePoints("all"), ["torn"], "7f3a");
  const bytes = points.map((point) => (point.kind === "write" ? point.bytes : 0));
  assert.ok([512, 1024, 1536].every((border) => bytes.includes(border)));
  assert.ok(bytes.every((each) => each > 0 && each < 2048));
  assert.ok(
    points.every((point) => point.kind === "write" && point.writes === 0),
    "a write of one byte can't be torn",
  );
});

test.run();
