import type { SitesFound } from "../model/sites/call-site.js";
import type { ShardRun } from "./shard-run.js";

/**
 * Where in the source the changes are made, as the shard that has looked furthest tells it: each
 * looks as far as its own failures need. Undefined where none has looked; a reason why it can't be
 * told stands where none has found anything.
 */
export function joinSites(shards: readonly Pick<ShardRun, "sites">[]): SitesFound | undefined {
  const known = shards.flatMap(({ sites }) => sites ?? []);
  return known.sort((a, b) => reach(b) - reach(a))[0];
}

function reach(sites: SitesFound): number {
  return sites.kind === "found" ? sites.watchedCount : -1;
}
