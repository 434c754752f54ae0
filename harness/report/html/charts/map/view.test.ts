import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { ChangeMap } from "../../../../model/map/change-map.js";
import { map } from "../../runs.samples.js";
import { changesUpTo, hasChange, hasOffsets, numberOf, viewsOf, type View } from "./view.js";

function views(changes: ChangeMap): View[] {
  assert.ok(hasOffsets(changes));
  return hasOffsets(changes) ? viewsOf(changes) : [];
}

test("all of it, each step, each area that was written to", () => {
  const named = views(map).map(({ kind, name, changeCount }) => [kind, name, changeCount]);
  assert.equal(named, [
    ["whole", "whole disk", 30],
    ["step", "copy", 25],
    ["step", "update", 5],
    ["area", "partition table", 5],
    ["area", "P1 IMGA", 10],
    ["area", "P2 IMGB", 15],
  ]);
});

test("an area shows the bytes that were written in it", () => {
  const table = views(map)[3];
  assert.equal(table?.range, { startBytes: 0, endBytes: 512 + 5 * 512 + 512 });
});

test("areas of one name are told apart by where they begin", () => {
  const areas = (map.chart?.areas ?? []).map((each) => ({ ...each, name: "free space" }));
  const names = views({ ...map, chart: { sizeBytes: 2 ** 23, areas } }).map(({ name }) => name);
  assert.equal(names.slice(3), ["free space at 0 B", "free space at 1 MiB", "free space at 4 MiB"]);
});

test("changes are counted, found and numbered as they stand in the run", () => {
  const row = fc.record({
    count: fc.integer({ min: 1, max: 4 }),
    area: fc.integer({ max: 2, min: 0 }),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
      const stretch = { offsetBytes: 0, lengthBytes: 1 };
      const changes = {
        ...map,
        rows: rows.map(({ count, area }) => ({
          ...{ count, step: 0, place: 0 },
          stretch: { ...stretch, area },
        })),
      };
      const areas = rows.flatMap(({ count, area }) => Array<number>(count).fill(area));
      for (const view of views(changes).filter(({ kind }) => kind === "area")) {
        const itsArea = view.rows[0]?.row.stretch?.area;
        const numbers = areas.flatMap((area, index) => (area === itsArea ? [index + 1] : []));
        for (let number = 0; number <= areas.length; number += 1) {
          const upTo = numbers.filter((each) => each <= number).length;
          assert.is(changesUpTo(view, number), upTo);
          assert.is(hasChange(view, number), numbers.includes(number));
        }
        assert.equal(
          numbers.map((_, index) => numberOf(view, index + 1)),
          numbers,
        );
        assert.is(numberOf(view, 0), 0);
      }
    }),
  );
});

test.run();
