import { existsSync, statSync } from "node:fs";
import { UsageError } from "../../model/errors.js";
import type { GivenImage } from "../given-image.js";
import { sha256OfTree, stampOfTree, typeOf } from "./tree-digest.js";
import { walkTree } from "./walk-tree.js";

/** All of it is kept in the memory of each worker. */
const usualMostBytes = 2 * 1024 ** 3;
const mostNamed = 3;

/**
 * Looks at a folder of the user's, which is never written to. `field` is what names it, in
 * messages. Rejects with UsageError where it is none, or holds what can't be served.
 */
export async function givenTree(
  path: string,
  field: string,
  mostBytes = usualMostBytes,
): Promise<GivenImage> {
  if (!existsSync(path)) throw new UsageError(`${field}: there is no ${path}`);
  if (!statSync(path).isDirectory()) {
    throw new UsageError(`${field}: expected a folder, found something else at ${path}`);
  }
  // The stamp first: what is written in between shows at the next look.
  const stamp = stampOfTree(path);
  requireServable(path, field, mostBytes);
  return { kind: "given", medium: "tree", path, sha256: await sha256OfTree(path), stamp };
}

function requireServable(folder: string, field: string, mostBytes: number): void {
  const special: string[] = [];
  let dataBytes = 0n;
  for (const walked of walkTree(folder)) {
    const type = typeOf(walked);
    if (["fifo", "socket", "device"].includes(type)) {
      special.push(`${JSON.stringify(walked.path)} is a ${type}`);
    }
    // Holes take no room.
    const { blocks, size } = walked.stat;
    if (type === "file") dataBytes += blocks * 512n < size ? blocks * 512n : size;
  }
  if (special.length > 0) {
    const more = special.length > mostNamed ? ` and ${special.length - mostNamed} more` : "";
    throw new UsageError(
      `${field}: ${folder} holds what is no file, folder or link: ` +
        `${special.slice(0, mostNamed).join(", ")}${more}. Give a copy without it: ` +
        "rsync -a --no-specials --no-devices FROM/ TO/",
    );
  }
  if (dataBytes > BigInt(mostBytes)) {
    throw new UsageError(
      `${field}: ${folder} holds too much for memory: ${mibOf(dataBytes)} MiB of data, holes ` +
        `left out; at most ${mibOf(BigInt(mostBytes))} MiB can be served. Give a smaller one`,
    );
  }
}

function mibOf(bytes: bigint): string {
  return String(bytes / 1024n ** 2n);
}
