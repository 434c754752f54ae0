import type { FileSystemFacts } from "./partition-content.js";

/**
 * What of a file system can't be read, in words: the reason for all of it, or the first file or
 * folder and why. Undefined where all can be read.
 */
export function whyUnread({ problem, manifest }: FileSystemFacts): string | undefined {
  if (problem !== undefined) return problem;
  const first = manifest.find(({ unread }) => unread !== undefined);
  return first && `${first.path} can't be read: ${first.unread ?? ""}`;
}
