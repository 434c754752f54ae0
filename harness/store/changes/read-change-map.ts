import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import type { ChangeMap } from "../../model/map/change-map.js";
import { DecodeError, messageOf } from "../../model/errors.js";
import { decode } from "../codec.js";
import { formatVersion } from "../format-version.js";
import { readIfThere } from "../if-there.js";
import { changeMapName } from "./change-map-file.js";

/** Packed files may come from elsewhere: one that holds more than this is none of ours. */
const mostBytes = 512 * 2 ** 20;

const count = z.number().int().min(0);
const index = count;
const mapSchema = z.strictObject({
  version: z.literal(formatVersion),
  steps: z.array(z.string()),
  places: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(["table", "metadata", "unread", "data", "free"]),
    }),
  ),
  chart: z
    .strictObject({
      sizeBytes: count,
      areas: z.array(
        z.strictObject({
          name: z.string(),
          kind: z.enum(["table", "partition", "free"]),
          startBytes: count,
          endBytes: count,
        }),
      ),
    })
    .optional(),
  /** Count, step, place, and with a chart: area, offset, length. */
  rows: z.array(z.union([z.tuple([count, index, index]), z.tuple([...sixCounts()])])),
  flushes: z.array(count),
  said: z.array(z.tuple([count, z.string()])),
  saidMore: count,
});

function sixCounts() {
  return [count, index, index, index, count, count] as const;
}

/**
 * Reads changes.json.gz of a run. Undefined where it has none: it ended before its uninterrupted
 * runs were judged. Throws DecodeError for damage.
 */
export function readChangeMap(runPath: string): ChangeMap | undefined {
  const bytes = unpacked(join(runPath, changeMapName));
  if (bytes === undefined) return undefined;
  const { version: _, rows, said, chart, ...rest } = decode(mapSchema, bytes, changeMapName);
  const map: ChangeMap = {
    ...rest,
    ...(chart && { chart }),
    rows: rows.map(([many, step, place, ...at]) => {
      const [area, offsetBytes, lengthBytes] = at;
      if (area === undefined || offsetBytes === undefined || lengthBytes === undefined) {
        return { count: many, step, place };
      }
      return { count: many, step, place, stretch: { area, offsetBytes, lengthBytes } };
    }),
    said: said.map(([after, text]) => ({ after, text })),
  };
  requireIndices(map);
  return map;
}

/** Rows may name only steps, places and areas that are there. */
function requireIndices({ rows, steps, places, chart }: ChangeMap): void {
  const areaCount = chart?.areas.length ?? 0;
  for (const [at, { step, place, stretch }] of rows.entries()) {
    const isThere =
      step < steps.length && place < places.length && (stretch?.area ?? -1) < areaCount;
    if (isThere) continue;
    throw new DecodeError(
      `${changeMapName}: rows[${at}]`,
      `expected one of ${steps.length} steps, ${places.length} places and ${areaCount} areas, ` +
        `found ${step}, ${place} and ${stretch?.area ?? "none"}`,
    );
  }
}

function unpacked(path: string): Buffer | undefined {
  const packed = readIfThere(path);
  if (packed === undefined) return undefined;
  try {
    return gunzipSync(packed, { maxOutputLength: mostBytes });
  } catch (cause) {
    throw new DecodeError(changeMapName, `damaged, not gzip: ${messageOf(cause)}`, { cause });
  }
}
