import { join } from "node:path";
import { leavesUndecided, messageOf } from "../../model/errors.js";
import type { Proof } from "../../model/proofs/proof.js";
import { badSubjects } from "../proof/bad-subjects.js";
import { proveOne } from "../proof/prove-one.js";

/** How long a canary is looked for, and what is drawn in it: the same as in `prove`. */
const budgetMs = 300_000;
const seed = "1";
const byChance = "a canary is explored, and not hunted by chance";

/** What came of a canary. */
export type Canary = Pick<Proof, "result" | "id" | "why" | "elapsedMs">;

/** Explores a known-bad target until it is caught. Rejects only where the signal is aborted. */
export async function runCanary(
  name: string,
  folder: string,
  notice: (text: string) => void,
  signal: AbortSignal,
): Promise<Canary> {
  const bad = badSubjects().find((each) => each.name === name);
  if (bad === undefined) return undecided(`known-bad target ${name} is not there any more`);
  const limits = { seed, chanceSeed: seed, budgetMs, results: join(folder, "canaries"), notice };
  try {
    const { result, id, why, elapsedMs } = await proveOne(
      { ...bad, notByChance: byChance },
      limits,
      0,
      signal,
    );
    return { result, id, why, elapsedMs };
  } catch (error) {
    signal.throwIfAborted();
    if (leavesUndecided(error)) return undecided(messageOf(error));
    throw error;
  }
}

function undecided(why: string): Canary {
  return { result: "undecided", id: "", why, elapsedMs: 0 };
}
