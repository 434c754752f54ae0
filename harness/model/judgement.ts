import type { Finding } from "./verdict.js";

/** How the last resume ended, as its user saw it. */
export interface Told {
  /** It ended by itself, with an exit code by which the target says that all went well. */
  readonly exitedZero: boolean;
  /** In words, for messages: "exited with 1", "did not end within 120000 ms". */
  readonly how: string;
}

/** What was judged: findings, or which of the good ends it was. */
export interface Judgement {
  readonly findings: readonly Finding[];
  readonly heldClass: "recovered" | "refused";
}
