import type { Holds } from "../../../oracles/at-crash.js";
import type { Golden } from "../../../oracles/golden.js";
import type { MediumGolden } from "../../medium.js";
import type { Layouts } from "../disk-territory.js";

/** What a disk is judged by. Plain data. */
export interface DiskGolden extends MediumGolden {
  readonly medium: "disk";
  readonly golden: Golden;
  /** What must hold at each crash and at the end. */
  readonly holds: Holds;
  readonly layouts: Layouts;
  /** After a crash its user boots, and a boot repairs file systems before the target runs again. */
  readonly isRepairedAtBoot: boolean;
  /** How long a checker may take, in milliseconds. */
  readonly limitMs: number;
}

/** Golden data as a disk's. Throws where it is another medium's: a mistake of the harness. */
export function diskGolden(golden: MediumGolden): DiskGolden {
  if (golden.medium === "disk") return golden as DiskGolden;
  throw new Error(`expected what runs on a disk have left, found that of a ${golden.medium}`);
}
