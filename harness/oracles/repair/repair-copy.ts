import { HarnessError } from "../../model/errors.js";
import { isInstalled } from "../../target/installed.js";
import { reasonOf, type RunTool } from "../../target/tool.js";
import { faultOf } from "../fsck/faults.js";
import { mostOutputBytes, type FsckAnswer } from "../fsck/fsck.js";
import { outcomeOf, repairOf, type RepairStep } from "./repairs.js";

/** What the usual repair makes of a file system. `by` is a command line in short: `e2fsck -fy`. */
export type Repair =
  /** Its checker is content. What the repair has thrown away is not looked at here. */
  | { readonly kind: "mended"; readonly by: string; readonly passes: number }
  /** What the checker still says after the last pass. */
  | { readonly kind: "not mended"; readonly by: string; readonly complaint: string }
  | { readonly kind: "hung"; readonly by: string; readonly limitMs: number }
  | { readonly kind: "crashed"; readonly by: string; readonly signal: string }
  /** There is no usual repair, it is not installed, or it refuses. */
  | { readonly kind: "none"; readonly why: string };

/** A file system to be mended, and how. */
export interface RepairAsked {
  readonly type: string;
  /** A file that holds the file system alone, and may be written to. */
  readonly path: string;
  readonly runTool: RunTool;
  /** How long one pass may take. */
  readonly limitMs: number;
  /** Asks the checker what it says of the file now. */
  readonly checkAgain: () => Promise<FsckAnswer>;
  readonly installed?: (program: string) => boolean;
}

/**
 * Mends a file system on a copy, as a boot does and then a user, until its checker is content.
 * Throws HarnessError when a repair could not be tried, and that is not the fault of the copy.
 */
export async function repairCopy(asked: RepairAsked): Promise<Repair> {
  const { type, installed = isInstalled } = asked;
  let last: Repair = { kind: "none", why: `there is no usual repair of ${type}` };
  const steps = repairOf(type) ?? [];
  for (const [index, step] of steps.entries()) {
    const [program] = step.command;
    if (!installed(program)) return { kind: "none", why: `no ${program} here` };
    last = await runStep(step, index === steps.length - 1 ? "last" : "not last", asked);
    if (last.kind !== "not mended") return last;
  }
  return last;
}

/** The checker is asked where a step says that it was enough, and at the very end. */
async function runStep(
  step: RepairStep,
  place: "last" | "not last",
  asked: RepairAsked,
): Promise<Repair> {
  const by = step.command.join(" ");
  let complaint = "";
  for (let passes = 1; passes <= step.mostPasses; passes += 1) {
    const said = await runPass(step, by, asked);
    if (said !== "enough" && said !== "not enough") return said;
    const isEnd = place === "last" && passes === step.mostPasses;
    if (said === "not enough" && !isEnd) continue;
    const answer = await asked.checkAgain();
    if (answer.kind === "clean") return { kind: "mended", by, passes };
    if (answer.kind !== "complaint") return withoutAnswer(answer);
    complaint = answer.complaint;
  }
  return { kind: "not mended", by, complaint };
}

async function runPass(
  step: RepairStep,
  by: string,
  { path, runTool, limitMs }: RepairAsked,
): Promise<Repair | "enough" | "not enough"> {
  const options = { timeoutMs: limitMs, mostOutputBytes };
  const result = await runTool([...step.command, path], options);
  if (result.timedOut) return { kind: "hung", by, limitMs };
  const signal = faultOf(result);
  if (signal !== undefined) return { kind: "crashed", by, signal };
  const { exitCode } = result;
  const outcome = exitCode === null ? undefined : outcomeOf(step, exitCode);
  if (outcome === undefined || outcome.kind === "not tried") {
    throw new HarnessError(`${by} has not tried to mend anything: ${reasonOf(result)}`);
  }
  return outcome.kind === "refused" ? { kind: "none", why: outcome.why } : outcome.kind;
}

type NoAnswer = Exclude<FsckAnswer, { kind: "clean" | "complaint" }>;

/** A repair that nobody can judge, since the checker came to no end. */
function withoutAnswer(answer: NoAnswer): Repair {
  switch (answer.kind) {
    case "hung":
      return { kind: "hung", by: answer.program, limitMs: answer.limitMs };
    case "crashed":
      return { kind: "crashed", by: answer.program, signal: answer.signal };
    case "not asked":
      return { kind: "none", why: answer.notice };
  }
}
