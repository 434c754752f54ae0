import type { Fault, HeldClass } from "./verdict.js";

/** How the last resume ended, as its user saw it. */
export interface Told {
  /** It ended by itself, with an exit code by which the target says that all went well. */
  readonly exitedZero: boolean;
  /** What was run only repairs: to be as before is a good end of it. */
  readonly isRepair?: true;
  /** In words, for messages: "exited with 1", "did not end within 120000 ms". */
  readonly how: string;
}

/** A place whose bytes differ and whose content nobody here can read, and why. */
export interface Unread {
  readonly place: string;
  readonly message: string;
}

/** What was judged: faults, or which of the good ends it was. */
export interface Judgement {
  readonly findings: readonly Fault[];
  readonly heldClass: HeldClass;
  /** No claim is made about these. */
  readonly unread: readonly Unread[];
}

/** Why a verdict is undecided that hangs on places which nobody can read. */
export function unreadText(unread: readonly Unread[]): string {
  return unread.map(({ place, message }) => `${place}: ${message}`).join("; ");
}
