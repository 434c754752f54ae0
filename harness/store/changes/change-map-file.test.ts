import * as fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { ChangeMap } from "../../model/map/change-map.js";
import { changeMapName, storeChangeMap } from "./change-map-file.js";
import { readChangeMap } from "./read-change-map.js";

let folder = "";
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), "changes-"));
});
test.after.each(() => rmSync(folder, { recursive: true }));

const size = fc.nat(2 ** 31);
const area = fc.record({
  ...{ name: fc.string(), startBytes: size, endBytes: size },
  kind: fc.constantFrom("table" as const, "partition" as const, "free" as const),
});
const place = fc.record({
  name: fc.string(),
  kind: fc.constantFrom("table" as const, "metadata" as const, "unread" as const, "data" as const),
});
const maps: fc.Arbitrary<ChangeMap> = fc
  .tuple(fc.option(fc.array(area, { minLength: 1, maxLength: 3 })), fc.nat(2 ** 40))
  .chain(([areas, sizeBytes]) => {
    const row = { count: fc.nat(9), step: fc.nat(1), place: fc.nat(1) };
    const at = { area: fc.nat((areas ?? [0]).length - 1), offsetBytes: size, lengthBytes: size };
    const rows = areas === null ? fc.record(row) : fc.record({ ...row, stretch: fc.record(at) });
    return fc.record({
      steps: fc.array(fc.string(), { minLength: 2, maxLength: 3 }),
      places: fc.array(place, { minLength: 2, maxLength: 3 }),
      ...(areas === null ? {} : { chart: fc.constant({ sizeBytes, areas }) }),
      rows: fc.array(rows),
      flushes: fc.array(fc.nat()),
      said: fc.array(fc.record({ after: fc.nat(), text: fc.string() })),
      saidMore: fc.nat(),
    });
  });

test("a map is read as it was written", () => {
  fc.assert(
    fc.property(maps, (map) => {
      storeChangeMap(folder, map);
      assert.equal(readChangeMap(folder), structuredClone(map));
    }),
    { numRuns: 50 },
  );
});

test("a run that has come to none has none", () => {
  assert.is(readChangeMap(folder), undefined);
});

const small = {
  ...{ version: 5, steps: ["a"], places: [{ name: "x", kind: "data" }] },
  ...{ flushes: [], said: [], saidMore: 0 },
};

test("damage is named by its place", () => {
  const read = (text: string | Buffer) => {
    writeFileSync(join(folder, changeMapName), text);
    return () => readChangeMap(folder);
  };
  const packed = (value: object) => read(gzipSync(JSON.stringify(value)));
  assert.throws(read("no gzip"), /changes\.json\.gz: damaged, not gzip: incorrect header check/);
  assert.throws(packed({ ...small, version: 4, rows: [] }), /version: expected 5, found 4/);
  assert.throws(packed({ ...small, rows: [[1, 0]] }), /changes\.json\.gz: rows\[0\]/);
  assert.throws(
    packed({
      ...small,
      rows: [
        [1, 0, 0],
        [1, 0, 7],
      ],
    }),
    /rows\[1\]: expected one of 1 steps/,
  );
  assert.throws(
    packed({ ...small, rows: [[1, 0, 0, 0, 5, 5]] }),
    /rows\[0\]: .*0 areas, found 0, 0 and 0/,
  );
});

test.run();
