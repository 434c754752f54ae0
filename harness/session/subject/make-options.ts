import { z } from "zod";
import { usualSuccessCodes, type AnyJob } from "../../catalogue/any-command.js";
import { expectsSchema, listIfAny, type Checks } from "../../catalogue/said/schemas.js";
import { UsageError } from "../../model/errors.js";
import { formatExpectation } from "../../model/expectation.js";
import { durationText, wordsOf } from "../options/option-words.js";

const codes = z.array(z.number().int().min(0).max(255)).min(1).readonly();
/** A line for the shell, or several; `{disk}` or `{tree}` stands for the medium. */
const lines = z
  .union([z.string(), z.array(z.string()).readonly()])
  .transform((said) => [said].flat());

/** The options of `makeScenario`. */
export const makeOptions = z.strictObject({
  /** An image file. It is never written to. */
  disk: z.string().optional(),
  /** A folder, in place of a disk. It is never written to. */
  tree: z.string().optional(),
  /** Program and arguments; `{disk}` stands for the disk, `{tree}` for the tree. */
  command: z.tuple([z.string()], z.string()).readonly(),
  /** What a user would run after a crash: a line, or some of them. The same again where absent. */
  resume: lines.optional(),
  /** How long one run may take: two minutes where absent. */
  timeoutMs: z.number().int().positive().optional(),
  /** Exit codes that mean success: 0, and what checkers of file systems say of mended ones. */
  successCodes: codes.optional(),
  /** Those of a resume: `successCodes` where absent. */
  resumeSuccessCodes: codes.optional(),
  /** What is meant to become of the disk: "wipe", "gone: P4, /a/file", "changed: EFI System". */
  expects: expectsSchema.optional(),
  /** Run on a copy of what the last resume has left. It exits with 0 where all is well. */
  check: lines.optional(),
  /** The same on a copy of what each crash has left: what a boot loader must find there. */
  checkAtCrash: lines.optional(),
  /** What it prints must be as after an uninterrupted run. Then bytes need not be. */
  view: z.string().optional(),
  /** What it prints must be as after an uninterrupted run, or as before it. */
  viewEither: z.string().optional(),
  /** Variables that commands and checks get besides the fixed ones. */
  env: z.record(z.string().regex(/^[A-Za-z_]\w*$/), z.string()).optional(),
  /** Files in TMPDIR, by their names, or in /tmp or /run, that are still there after a kill. */
  survives: lines.optional(),
  /** A dm-log-writes file in place of a recorded run. */
  trace: z.string().optional(),
});

/** A command on a disk image or a folder, to be made a scenario of. */
export type MakeOptions = z.input<typeof makeOptions>;

type Read = z.output<typeof makeOptions>;

const usualTimeoutMs = 120_000;

/** The job that these options ask for. Throws UsageError. */
export function jobOf(read: Read, folder: string): AnyJob {
  const { disk, tree, command, timeoutMs, resumeSuccessCodes, expects, env, survives } = read;
  const [program, ...args] = command;
  const [resume, ...more] = read.resume ?? [];
  const moreResumes = listIfAny(more);
  if (resumeSuccessCodes !== undefined && resume === undefined) {
    throw new UsageError("resumeSuccessCodes (--resume-success): there is no resume to go with it");
  }
  return {
    ...(tree === undefined ? { disk } : { disk, tree }),
    ...{ command: [program, ...args], folder },
    ...(resume === undefined ? {} : { resume }),
    ...(moreResumes && { moreResumes }),
    timeoutSeconds: Math.ceil((timeoutMs ?? usualTimeoutMs) / 1000),
    successCodes: [...(read.successCodes ?? usualSuccessCodes(program))],
    ...(resumeSuccessCodes && { resumeSuccessCodes }),
    ...(expects && { expects }),
    checks: checksOf(read),
    ...(env && { env }),
    ...(survives && { survives }),
  };
}

function checksOf({ check = [], checkAtCrash = [], view, viewEither }: Read): Checks {
  if (view !== undefined && viewEither !== undefined) {
    throw new UsageError("view (--view) and viewEither (--view-either): expected one of them");
  }
  const checks = { atEnd: check, atCrash: checkAtCrash };
  if (view !== undefined) return { ...checks, view: { line: view, like: "golden" } };
  if (viewEither !== undefined) return { ...checks, view: { line: viewEither, like: "either" } };
  return checks;
}

/** The words of a command line that ask for the same. */
export function makeWords(read: Read): string[] {
  const { disk, tree, resume, timeoutMs, check, view, trace } = read;
  const options = {
    ...{ disk, tree, resume },
    timeout: timeoutMs === undefined ? undefined : durationText(timeoutMs),
    success: read.successCodes?.join(","),
    "resume-success": read.resumeSuccessCodes?.join(","),
    expects: read.expects?.map(formatExpectation),
    check,
    "check-at-crash": read.checkAtCrash,
    view,
    "view-either": read.viewEither,
    env: read.env && Object.entries(read.env).map(([name, value]) => `${name}=${value}`),
    survives: read.survives,
    trace,
  };
  return wordsOf(options, read.command);
}
