import { test } from "uvu";
import * as assert from "uvu/assert";
import { siteAt, siteCoverage, siteName, siteNumbers, type CallSite } from "./call-site.js";

function site(number: number, frames: CallSite["frames"]): CallSite {
  return { number, call: "pwrite64", process: "dd of={disk}", frames };
}

const write = { program: "resizer", name: "gpt.(*Table).Write", source: "/src/gpt/table.go:541" };
const update = { program: "resizer", name: "updatePartitions" };
const map = {
  sites: [site(1, [write, update]), site(2, [])],
  spans: [
    { first: 1, last: 3, site: 1 },
    { first: 5, last: 5, site: 2 },
  ],
  ...{ changeCount: 6, watchedCount: 6 },
  notes: [],
};

test("each change has its site, or none that is known", () => {
  assert.equal(siteNumbers(map), [1, 1, 1, undefined, 2, undefined]);
  const seen = [0, 1, 3, 4, 5, 6, 7].map((change) => siteAt(map, change)?.number);
  assert.equal(seen, [undefined, 1, 1, undefined, 2, undefined, undefined]);
});

test("a site counts as tried once, and a change whose site is not known tries none", () => {
  const counts = { siteCount: 2, unknownCount: 2 };
  assert.equal(siteCoverage(map, [1, 2, 4]), { ...counts, triedCount: 1 });
  assert.equal(siteCoverage(map, []), { ...counts, triedCount: 0 });
});

test("a name is that of functions where a line is known, else that of the process too", () => {
  assert.is(
    siteName(site(1, [write, update])),
    "gpt.(*Table).Write (table.go:541) < updatePartitions",
  );
  const hidden = { program: "dd", name: "0x5b7c" };
  assert.is(siteName(site(2, [hidden, update])), "pwrite64 of dd of={disk} < updatePartitions");
  assert.is(siteName(site(3, [hidden])), "pwrite64 of dd of={disk}");
});

test.run();
