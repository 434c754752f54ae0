/** Exit codes of every command. Printed by `--help`. */
export const exitCodes = {
  held: 0,
  violated: 1,
  undecided: 2,
  interrupted: 130,
  usage: 254,
  harness: 255,
} as const;

/** The user asked for something that does not exist or does not fit. Exit code 254. */
export class UsageError extends Error {
  static {
    this.prototype.name = "UsageError";
  }
}

/** The harness, or something it stands on, broke. Exit code 255. Says nothing about the target. */
export class HarnessError extends Error {
  static {
    this.prototype.name = "HarnessError";
  }
}

/** Something that a judgement needs is missing or used up: a tool, room on a disk. Exit code 2. */
export class CannotJudge extends HarnessError {
  static {
    this.prototype.name = "CannotJudge";
  }
}

/** A run was stopped: by ctrl-C or SIGTERM, by `stop()`, or by an abort signal. Exit code 130. */
export class Interrupted extends Error {
  static {
    this.prototype.name = "Interrupted";
  }
}

/**
 * Bytes from outside are not what they claim to be. `path` names the field,
 * for example `gpt.primary.header.partitionEntryLba`.
 */
export class DecodeError extends Error {
  static {
    this.prototype.name = "DecodeError";
  }
  readonly path: string;
  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`${path}: ${problem}`, options);
    this.path = path;
  }
}

const fullCodes = ["ENOSPC", "EDQUOT"];

/** True for a CannotJudge, and where an error or its cause says that a disk is full. */
export function leavesUndecided(thrown: unknown): boolean {
  if (thrown instanceof CannotJudge) return true;
  if (!(thrown instanceof Error)) return false;
  return (
    ("code" in thrown && fullCodes.includes(String(thrown.code))) || leavesUndecided(thrown.cause)
  );
}

/** The message of anything that was thrown, with the messages of its causes behind it. */
export function messageOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause === undefined
    ? thrown.message
    : `${thrown.message} (${messageOf(thrown.cause)})`;
}
