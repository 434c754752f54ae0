import { z } from "zod";
import type { SitesFound } from "../../model/sites/call-site.js";
import { decode } from "../codec.js";
import { formatVersion } from "../format-version.js";

const version = z.literal(formatVersion);
const number = z.number().int().min(1);

const frameSchema = z.strictObject({
  program: z.string(),
  name: z.string(),
  source: z.string().exactOptional(),
});

const siteSchema = z.strictObject({
  number,
  call: z.string(),
  process: z.string(),
  frames: z.array(frameSchema).readonly(),
});

/** sites.json of a run: which place in the target's code has made each change, or why not. */
const sitesSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    version,
    kind: z.literal("found"),
    sites: z.array(siteSchema).readonly(),
    spans: z.array(z.strictObject({ first: number, last: number, site: number })).readonly(),
    changeCount: z.number().int().min(0),
    watchedCount: z.number().int().min(0),
    notes: z.array(z.string()).readonly(),
  }),
  z.strictObject({ version, kind: z.literal("not found"), reason: z.string() }),
]);

/** Decodes sites.json. Throws DecodeError with the field. */
export function decodeSites(bytes: Uint8Array): SitesFound {
  const { version: _version, ...sites } = decode(sitesSchema, bytes, "sites.json");
  return sites;
}

/** What stands in sites.json. */
export function encodeSites(sites: SitesFound): object {
  return z.encode(sitesSchema, { version: formatVersion, ...sites });
}
