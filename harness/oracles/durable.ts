import type { Finding } from "../model/verdict.js";
import { checkAfterResume } from "./after-resume.js";
import type { DiskFacts } from "./facts/facts.js";
import type { FsckReport } from "./fsck/fsck.js";
import type { Golden } from "./golden.js";

/**
 * Judges what power loss or ctrl-C leaves of a target that has ended well: what its user was told
 * is done must be on the disk, with no resume. `outside` is what was found outside of all
 * partitions; `promise` begins each message.
 */
export function checkDurable(
  golden: Golden,
  crash: DiskFacts,
  fsck: readonly FsckReport[],
  outside: readonly Finding[],
  promise: string,
  kill: number,
): Finding[] {
  const told = { exitedZero: true, how: "ended well" };
  const { findings } = checkAfterResume(golden, crash, fsck, told);
  return [...findings, ...outside].map(({ message, ...finding }) => ({
    ...finding,
    checker: "durable",
    message: `${promise}: ${message}`,
    kill,
  }));
}
