import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { SitesFound } from "../../../model/sites/call-site.js";
import { readRuns } from "../../../store/read-runs.js";
import { encodeSites } from "../../../store/changes/sites-record.js";
import { htmlReport } from "../html-report.js";
import { heldAfter, storeEnded, violatedAfter } from "../runs.samples.js";

let folder = "";
test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), "where-"));
});
test.after.each(() => rmSync(folder, { recursive: true }));

const copying = { program: "resizer", name: "copyBlocks", source: "/src/copy.go:40" };
const writing = { program: "resizer", name: "table.<Write>", source: "/src/table.go:12" };

const found: SitesFound = {
  kind: "found",
  sites: [
    { number: 1, call: "pwrite64", process: "resizer {disk}", frames: [copying] },
    { number: 2, call: "pwrite64", process: "resizer {disk}", frames: [writing] },
  ],
  spans: [
    { first: 1, last: 25, site: 1 },
    { first: 26, last: 30, site: 2 },
  ],
  ...{ changeCount: 30, watchedCount: 30, notes: [] },
};

function reportWith(sites: SitesFound): string {
  const path = storeEnded(folder, [violatedAfter(25, "stuck"), heldAfter(3)]);
  writeFileSync(join(path, "sites.json"), JSON.stringify(encodeSites(sites)));
  return htmlReport(readRuns([path]));
}

test("a finding says where in the source, and the coverage has the call sites", () => {
  const html = reportWith(found);
  assert.match(html, "after copyBlocks (copy.go:40), before table.&#x3C;Write> (table.go:12)");
  assert.match(html, "before the cut, change 25: pwrite64 of resizer {disk}");
  assert.match(html, "2 call sites make the changes; a crash was tried at 1 of them");
  assert.match(html, /copyBlocks \(copy\.go:40\)<\/\w+><td[^>]*>25<\/td><td[^>]*>2<\/td>/);
});

test("why it can't be told stands in the coverage, once", () => {
  const html = reportWith({ kind: "not found", reason: "strace is missing" });
  const told = html.match(/where in the source can't be told: strace is missing/g);
  assert.is(told?.length, 1);
  assert.not.match(html, "Where in the source:");
});

test.run();
