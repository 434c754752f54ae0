import { rmSync, statSync } from "node:fs";
import { requireWithinLimits } from "./archive/limits.js";
import { memberOf } from "./archive/member.js";
import { packArchive } from "./archive/pack.js";
import { encodeBundle } from "./bundle-json.js";
import type { BundleParts } from "./bundle-source.js";

/** Writes a bundle. Throws as packArchive, and UsageError where it has more than any may have. */
export async function writeBundle(
  path: string,
  folderName: string,
  { json, members }: BundleParts,
  signal: AbortSignal,
): Promise<void> {
  const files = members.map(({ body: _body, ...file }) => file);
  const unpackedBytes = files.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0);
  const fileCount = files.length;
  requireWithinLimits(path, { fileCount, unpackedBytes, packedBytes: unpackedBytes });
  const manifest = memberOf("bundle.json", encodeBundle({ ...json, files }));
  await packArchive(path, folderName, [manifest, ...members], signal);
  try {
    requireWithinLimits(path, { fileCount, unpackedBytes, packedBytes: statSync(path).size });
  } catch (error) {
    rmSync(path);
    throw error;
  }
}
