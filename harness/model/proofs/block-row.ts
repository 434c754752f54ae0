import type { FindingClass } from "../verdict.js";

/** What came out of one check of a target on a block device. */
export interface BlockRow {
  /** How the disk was called: `loop`, `nvme`, `mmcblk`. */
  readonly names: string;
  readonly check: string;
  readonly result: "held" | "violated" | "undecided" | "not run";
  /** Of what is violated, the worst. */
  readonly class?: FindingClass;
  /** What was seen; where it is not held, what was expected too, and why. */
  readonly detail: string;
}
