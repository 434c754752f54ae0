import type { Fault } from "../../model/verdict.js";
import { formatVersion } from "../../store/format-version.js";
import type { CaseRecord, ViolatedRecord } from "../../store/records.js";

const cut = {
  ...{ bytes: 0, line: 0, ofWrites: 620, step: "run", region: "disk: data" },
  landed: "landed",
} as const;

const base = {
  version: formatVersion,
  index: 0,
  model: "kill",
  known: false,
  ...{ scenario: "any/fs-img", target: "resize2fs", seed: "1" },
  ...{ resumes: 1, targetMs: 1, checksMs: 1, harnessMs: 1 },
} as const;

type HeldRecord = Extract<CaseRecord, { verdict: "held" }>;

/** A case that was killed after a write, in a region of a disk without a GPT. */
export function heldAt(write: number): HeldRecord {
  const at = { ...cut, point: { kind: "write", writes: write, bytes: 0 }, write } as const;
  const id = `c1:any/fs-img:resize2fs:1:w${write}@79df`;
  return { ...base, id, cuts: [at], verdict: "held", class: "recovered", findings: [] };
}

/** The same, violated by some faults. */
export function violatedAt(
  write: number,
  region: string,
  faults: readonly Fault[],
): ViolatedRecord {
  const held = heldAt(write);
  const findings = faults.map((fault) => ({ ...fault, kill: 0 })) as [never];
  const cuts = held.cuts.map((each) => ({ ...each, region }));
  return { ...held, cuts, verdict: "violated", class: faults[0]?.class ?? "stuck", findings };
}

/** A complaint of a checker, with numbers that change from case to case. */
export function complaint(change: Partial<Fault> = {}, seen = 17): Fault {
  return {
    ...{ checker: "told", class: "stuck", place: "exit code" },
    message: `expected the resume to succeed, but found each time: inode ${seen} is bad`,
    ...change,
  };
}
