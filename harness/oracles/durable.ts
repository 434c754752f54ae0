import type { Fault } from "../model/verdict.js";
import { checkAfterResume, type Ended } from "./after-resume.js";
import type { Golden } from "./golden.js";

/**
 * Judges what power loss or ctrl-C leaves of a target that has ended well: what its user was told
 * is done must be on the disk, with no resume. `outside` is what was found outside of all
 * partitions; `promise` begins each message.
 */
export async function checkDurable(
  golden: Golden,
  crash: Omit<Ended, "told">,
  outside: readonly Fault[],
  promise: string,
): Promise<Fault[]> {
  const told = { exitedZero: true, how: "ended well" };
  const { findings, unread } = await checkAfterResume(golden, { ...crash, told });
  // What was done can't be read here, but that it is not there can.
  const missing = unread.map((each): Fault => {
    return { checker: "durable", class: "diverged", ...each };
  });
  return [...findings, ...missing, ...outside].map(({ message, ...fault }) => ({
    ...fault,
    checker: "durable",
    message: `${promise}: ${message}`,
  }));
}
