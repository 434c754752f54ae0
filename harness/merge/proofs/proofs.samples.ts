import { join } from "node:path";
import type { Proof } from "../../model/proofs/proof.js";
import { storeProofs } from "../../store/proofs/proofs-file.js";
import type { ProofsRecord } from "../../store/proofs/proofs-record.js";

/** What has come of a made target. */
export function caught(name: string, change: Partial<Proof> = {}): Proof {
  return {
    ...{ name, mistake: "forgets", result: "caught", checker: "content", class: "stuck" },
    ...{ stateCount: 3, elapsedMs: 1000, id: "", chance: { kind: "not needed" }, why: "" },
    ...change,
  };
}

/** Writes a shard of two, of the targets a, b and c. Returns its path. */
export function writeProofs(
  folder: string,
  index: number,
  proofs: Proof[],
  change: Partial<Extract<ProofsRecord, { kind: "known-bad" }>> = {},
): string {
  return storeProofs(join(folder, String(index)), {
    ...{ version: 5, kind: "known-bad", shard: { index, count: 2 }, targets: ["a", "b", "c"] },
    ...{ setting: { only: "a,b,c", seed: "1" }, leftOut: [], elapsedMs: 2000, proofs },
    ...change,
  });
}
