import { test } from "uvu";
import * as assert from "uvu/assert";
import type { SitesFound } from "../model/sites/call-site.js";
import { joinSites } from "./join-sites.js";

const missing: SitesFound = { kind: "not found", reason: "strace is missing" };

function found(watchedCount: number): SitesFound {
  return { kind: "found", sites: [], spans: [], changeCount: 9, watchedCount, notes: [] };
}

test("the shard that has looked furthest is believed", () => {
  const sites = joinSites([{ sites: missing }, { sites: found(3) }, {}, { sites: found(7) }]);
  assert.equal(sites, found(7));
});

test("why nothing is found is told where none has found anything", () => {
  assert.equal(joinSites([{}, { sites: missing }]), missing);
});

test("where no shard has looked there is nothing", () => {
  assert.is(joinSites([{}, {}]), undefined);
});

test.run();
