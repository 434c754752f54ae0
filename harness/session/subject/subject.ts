import { resolve } from "node:path";
import { z } from "zod";
import * as anyCommand from "../../catalogue/any-command.js";
import { isFiled } from "../../catalogue/files/scenario-file.js";
import { lookAgain } from "../../catalogue/program.js";
import * as scenarios from "../../catalogue/scenario.js";
import { loadTarget, type Target } from "../../catalogue/target.js";
import { isMade, type CaseId } from "../../model/case-id.js";
import { UsageError } from "../../model/errors.js";
import { filesOfRun } from "../../store/run-files.js";
import { loadNamed, loadOfId, type SubjectFiles } from "./named-files.js";
import { withTrace } from "./trace-file.js";
import { jobOf, makeOptions, makeWords, type MakeOptions } from "./make-options.js";
import { readOptions } from "../options/read-options.js";
import { wordsOf } from "../options/option-words.js";

/** What is crashed. */
export interface Subject {
  readonly scenario: scenarios.Scenario;
  readonly target: Target;
  /** A dm-log-writes file, explored in place of a recorded run. */
  readonly logPath?: string;
  /** What a replay of its cases needs besides their ids. */
  readonly replayWords: readonly string[];
  /** The files of the user's that it was loaded from, with whole paths. */
  readonly files?: SubjectFiles;
  /** The program of the workers, where the medium is not a disk. */
  readonly workerEntry?: URL;
}

const loadOptions = z.strictObject({
  /** See `crashpoint list`. */
  target: z.string().default("partitionresizer"),
  /** The path of a program that is run in place of the target's own. */
  program: z.string().optional(),
  /** A dm-log-writes file in place of a recorded run. */
  trace: z.string().optional(),
});

/** How a scenario is loaded. */
export type LoadOptions = z.input<typeof loadOptions>;

const filesOptions = loadOptions.extend({
  /** A name, or the path of a file. */
  scenario: z.string().optional(),
  /** The same; the scenario's own where absent. */
  target: z.string().optional(),
});

/** What is loaded, by names or by the paths of files. */
export type FilesOptions = z.input<typeof filesOptions>;

type IdParts = Pick<CaseId, "scenario" | "target" | "fingerprint">;

/** Loads a scenario and a target by their names. Throws UsageError. */
export function loadScenario(name = "resize", options: LoadOptions = {}): Subject {
  const { target, program, trace } = readOptions("loadScenario", loadOptions, options);
  const loaded = { scenario: scenarios.loadScenario(name), target: loadTarget(target, program) };
  return subjectOf(loaded, trace, wordsOf({ program, trace }, []));
}

/**
 * Loads a scenario and a target by their names, or by the paths of files of the user's. Without a
 * target, the scenario's own is taken. Rejects with UsageError.
 */
export async function loadFiles(options: FilesOptions): Promise<Subject> {
  const names = readOptions("loadFiles", filesOptions, options);
  const loaded = await loadNamed(names);
  return subjectOf(loaded, names.trace, loaded.replayWords);
}

/**
 * Makes a scenario of any command on any image or folder, and notes both, so that its ids can be
 * replayed on this machine with nothing more said. Rejects with UsageError.
 */
export async function makeScenario(options: MakeOptions): Promise<Subject> {
  const read = readOptions("makeScenario", makeOptions, options);
  const made = await anyCommand.makeScenario(jobOf(read, process.cwd()));
  anyCommand.rememberJob(made);
  return subjectOf(made, read.trace, makeWords(read));
}

/** The same of a job that a bundle has brought: nothing is noted. Rejects with UsageError. */
export async function subjectOfJob(job: anyCommand.AnyJob): Promise<Subject> {
  return subjectOf(await anyCommand.makeScenario(job), undefined, []);
}

/** What may be said of an id besides it: files, where it was made with some. */
export interface RecallOptions extends FilesOptions {
  /** The folder that has the results of the run that printed the id. */
  readonly results: string;
}

/**
 * What a case id was made with, as far as this machine knows, or with another program in place of
 * the target's. Rejects with UsageError.
 */
export async function recallSubject(
  id: IdParts,
  { results, ...named }: RecallOptions,
): Promise<Subject> {
  const { program, trace } = named;
  if (!isMade(id.scenario)) {
    const loaded = await loadOfId(id, named, filesOfRun(results, id));
    return subjectOf(loaded, trace, loaded.replayWords);
  }
  if (program !== undefined) {
    throw new UsageError(
      "--program takes the place of a target's: for this id give --disk IMAGE -- PROGRAM ...",
    );
  }
  if (trace !== undefined) {
    // The note of a job is found by its fingerprint, and a log makes another one.
    throw new UsageError("--trace: for this id give --disk IMAGE --trace FILE -- PROGRAM ... too");
  }
  return subjectOf(await anyCommand.recallJob(id), undefined, []);
}

/**
 * A subject as a run begins with it: its program may have been built again since it was loaded,
 * and must stay as it is from here on.
 */
export function withProgramOfNow(subject: Subject): Subject {
  const { target } = subject;
  return { ...subject, target: { ...target, file: lookAgain(target.file) } };
}

/** Throws UsageError unless an id was made with this very subject. */
export function requireSubjectOf(id: IdParts, { scenario: { name, fingerprint } }: Subject): void {
  if (fingerprint === id.fingerprint && name === id.scenario) return;
  throw new UsageError(
    `this was made with another version of scenario ${id.scenario}: ` +
      `expected fingerprint ${id.fingerprint}, found ${fingerprint}. ` +
      (isMade(id.scenario)
        ? "Give the same image or folder, the same command and, where there was one, the same " +
          "--trace"
        : isFiled(id.scenario)
          ? "Give the file, and what it names, as it was then"
          : "Check out the commit that printed it"),
  );
}

function subjectOf(
  { scenario, target, files }: Pick<Subject, "scenario" | "target" | "files">,
  trace: string | undefined,
  replayWords: readonly string[],
): Subject {
  const subject = { scenario, target, replayWords, ...(files && { files }) };
  if (trace === undefined) return subject;
  return { ...subject, scenario: withTrace(scenario, trace), logPath: resolve(trace) };
}

/** Throws UsageError unless it is what `loadScenario` or `makeScenario` has given. */
export function requireSubject(functionName: string, subject: Subject): void {
  const given: unknown = subject;
  if (isSubject(given)) return;
  throw new UsageError(
    `${functionName}: expected what loadScenario(...) or await makeScenario(...) gives`,
  );
}

/** A promise of one, or a scenario's name, is none. */
function isSubject(given: unknown): boolean {
  if (typeof given !== "object" || given === null) return false;
  return "target" in given && "scenario" in given && typeof given.scenario === "object";
}
