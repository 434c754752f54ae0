import { existsSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { madePrefix, type CaseId } from "../model/case-id.js";
import { UsageError } from "../model/errors.js";
import { formatExpectation } from "../model/expectation.js";
import { makeFolders } from "../model/make-folders.js";
import { sha256 } from "../model/sha256.js";
import { asCacheError } from "./cache-writes.js";
import { idWord } from "./id-word.js";
import { givenImage, type GivenImage } from "./given-image.js";
import { givenTree } from "./tree/given-tree.js";
import { cacheFolder } from "./places.js";
import { readJson } from "./read-json.js";
import type { MediumKind } from "./placeholder.js";
import { requireMedium, type Scenario } from "./scenario.js";
import { expectationsIn } from "./said/known-tools.js";
import { checksSchema, expectsSchema, noChecks, saidIfAny, textIfAny } from "./said/schemas.js";
import { onPath, programFileOf, startOf, whyNoProgram } from "./program.js";
import type { Target } from "./target.js";

/**
 * A command on a disk image or a folder of the user's, as the command line or a stored note has it.
 * It has one of both.
 */
const jobSchema = z.strictObject({
  disk: z.string().optional(),
  tree: z.string().optional(),
  /** The folder that relative paths in the command count from. */
  folder: z.string(),
  /** Program and arguments; `{disk}` stands for the disk, `{tree}` for the tree. */
  command: z.tuple([z.string()], z.string()),
  /** A line for the shell, where the resume is not the same command again. */
  resume: z.string().optional(),
  /** Further ones. */
  moreResumes: z.array(z.string()).readonly().optional(),
  timeoutSeconds: z.number().int().positive(),
  successCodes: z.array(z.number().int().min(0).max(255)).min(1),
  /** Those of the resumes, where they are others. */
  resumeSuccessCodes: z.array(z.number().int().min(0).max(255)).min(1).readonly().optional(),
  /** What is meant to become of the disk, besides what the command itself names. */
  expects: expectsSchema.optional(),
  checks: checksSchema.optional(),
  /** Variables that the command gets besides the fixed ones. */
  env: z.record(z.string(), z.string()).optional(),
  /** Files outside of the disk that a crash leaves for what is run then. */
  survives: z.array(z.string().min(1)).readonly().optional(),
});

export type AnyJob = z.infer<typeof jobSchema>;

/** A job as its note has it. */
function noteOf(job: AnyJob): z.input<typeof jobSchema> {
  const { expects, ...rest } = job;
  return { ...rest, ...(expects && { expects: expects.map(formatExpectation) }) };
}

/** On what a job runs, as it was named. Throws UsageError where that is not one thing. */
export function mediumOfJob({ disk, tree }: Pick<AnyJob, "disk" | "tree">): {
  readonly kind: MediumKind;
  readonly named: string;
} {
  if (disk !== undefined && tree === undefined) return { kind: "disk", named: disk };
  if (tree !== undefined && disk === undefined) return { kind: "tree", named: tree };
  throw new UsageError("disk (--disk) and tree (--tree): expected one of them");
}

/** A job without the folders of this machine, as a note for another one. */
export function portableNote(job: AnyJob): Readonly<Record<string, unknown>> {
  const { kind, named } = mediumOfJob(job);
  return { ...noteOf(job), [kind]: basename(named), folder: "." };
}

/** A job by the note of another machine, on an image of this one. Throws UsageError. */
export function jobOfNote(note: unknown, disk: string, folder: string): AnyJob {
  const parsed = jobSchema.safeParse(note);
  if (parsed.success) return { ...parsed.data, disk, folder };
  throw new UsageError(`the note of the command: ${z.prettifyError(parsed.error)}`);
}

/** A scenario that was made from a command and an image, and the target in it. */
export interface MadeScenario {
  readonly scenario: Scenario;
  readonly target: Target;
  readonly job: AnyJob;
}

/** Checkers of file systems say by 1 or 2 that they have mended something. */
const mendingPrograms = /^(?:e2fsck|fsck(?:\.\w+)?)$/;

/** The exit codes by which a program says that all went well, where nobody tells. */
export function usualSuccessCodes(program: string): number[] {
  return isMending(program) ? [0, 1, 2] : [0];
}

/** Whether a program is one that mends file systems, and does nothing else. */
export function isMending(program: string): boolean {
  return mendingPrograms.test(basename(program));
}

/**
 * Makes a scenario of any command on any image. Its name and fingerprint change with the bytes of
 * the image and with the command, not with the place of the image. Throws UsageError.
 */
export async function makeScenario(job: AnyJob): Promise<MadeScenario> {
  const image = await imageOf(job);
  const [named, ...args] = job.command;
  if (named === "") throw new UsageError("the command is empty");
  const program = onPath(named, job.folder);
  const whyNot = whyNoProgram(program);
  if (whyNot !== undefined) throw new UsageError(`target ${named}: ${whyNot}`);
  requireNamed(job, image.medium);
  const scenario = scenarioOf(job, image);
  const words = [program, ...args.map((each) => keepFile(each, job.folder))] as const;
  return { scenario, target: targetOf(job, words), job: { ...job, [image.medium]: image.path } };
}

async function imageOf(job: AnyJob): Promise<GivenImage> {
  const { kind, named } = mediumOfJob(job);
  const path = resolve(job.folder, named);
  return kind === "disk" ? givenImage(path, "--disk") : givenTree(path, "--tree");
}

function scenarioOf(job: AnyJob, image: GivenImage): Scenario {
  const { path } = image;
  const { resume, moreResumes, expects = [], checks = noChecks, env, survives } = job;
  return {
    name: `${madePrefix}/${idWord(basename(path))}`,
    about: `${job.command.join(" ")} on ${basename(path)}`,
    image,
    fingerprint: fingerprintOf(job, image.sha256),
    commands: [[]],
    ...(resume === undefined ? {} : { resume: [[resume]] }),
    ...(moreResumes && { moreResumes }),
    ...{ ...(env && { env }), ...(survives && { survives }) },
    timeoutSeconds: job.timeoutSeconds,
    holds: { always: [], oneOf: [], bystanders: [], keeps: [] },
    known: [],
    expects: [...expects, ...expectationsIn(job.command)],
    checks,
  };
}

function targetOf(
  { command: [named], resume, successCodes, resumeSuccessCodes }: AnyJob,
  words: readonly [string, ...string[]],
): Target {
  return {
    name: idWord(basename(named)),
    program: words,
    file: programFileOf(startOf(words)),
    ...(resume === undefined ? {} : { resumeProgram: ["/bin/sh", "-c"] }),
    env: {},
    successCodes,
    ...(resumeSuccessCodes && { resumeSuccessCodes }),
    stepNames: ["run"],
    steps: [],
  };
}

/** What is not said adds nothing: the ids of jobs that do without it stay as they are. */
function fingerprintOf(job: AnyJob, digest: string): string {
  const { command, resume, timeoutSeconds, successCodes, moreResumes, resumeSuccessCodes } = job;
  const [named, ...args] = command;
  const { expects = [], checks = noChecks, env, survives } = job;
  const others = { moreResumes, resumeSuccessCodes, env, survives };
  const more = textIfAny({ ...others, ...saidIfAny({ expects, checks }) });
  const said = [digest, basename(named), args, resume, timeoutSeconds, successCodes];
  return sha256(JSON.stringify(more === undefined ? said : [...said, more])).slice(0, 4);
}

/** Throws UsageError for a line that neither looks at the medium nor changes it. */
function requireNamed(
  { command, resume, moreResumes = [], checks = noChecks }: AnyJob,
  kind: MediumKind,
): void {
  const { atEnd, atCrash, view } = checks;
  const requireIn = (text: string | undefined, noun: string): void => {
    if (text !== undefined) requireMedium(text, kind, noun);
  };
  requireIn(command.join(" "), "command");
  for (const line of [resume, ...moreResumes]) requireIn(line, "resume");
  for (const line of [...atEnd, ...atCrash, view?.line]) requireIn(line, "check");
}

/**
 * A target runs in its scratch folder: files that are named from here get their whole path. A plain
 * word may be the name of a folder by chance.
 */
function keepFile(argument: string, folder: string): string {
  if (argument.startsWith("-") || argument === "") return argument;
  const path = resolve(folder, argument);
  // A whole script is no path.
  if (!existsSync(path)) return argument;
  return argument.includes("/") || !statSync(path).isDirectory() ? path : argument;
}

/**
 * Notes a job, so that an id of it can be replayed on this machine with nothing more said. Throws
 * HarnessError where the cache folder can't be written.
 */
export function rememberJob({ scenario, target, job }: MadeScenario): void {
  const path = notePath(scenario.name, target.name, scenario.fingerprint);
  try {
    makeFolders(dirname(path));
    writeFileSync(path, `${JSON.stringify(noteOf(job), undefined, 2)}\n`);
  } catch (error) {
    throw asCacheError(error);
  }
}

/** The job that an id was made with. Throws UsageError where this machine has no note of it. */
export function recallJob(id: NotedId): Promise<MadeScenario> {
  return makeScenario(notedJob(id));
}

/** Its scenario alone: the program need not be there. Throws UsageError. */
export async function recallScenario(id: NotedId): Promise<Scenario> {
  const job = notedJob(id);
  return scenarioOf(job, await imageOf(job));
}

type NotedId = Pick<CaseId, "scenario" | "target" | "fingerprint">;

/** The job that an id was made with, as its note has it. Throws UsageError. */
export function notedJob(id: NotedId): AnyJob {
  const path = notePath(id.scenario, id.target, id.fingerprint);
  if (!existsSync(path)) {
    throw new UsageError(
      `this machine has no note of the command and the image behind ${id.scenario}: ` +
        `give them, as in replay ID --disk disk.img -- ${id.target} ... {disk}, or replay ID ` +
        `--tree folder -- ${id.target} ... {tree}`,
    );
  }
  const parsed = jobSchema.safeParse(readJson(path));
  if (!parsed.success) throw new UsageError(`${path}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function notePath(scenario: string, target: string, fingerprint: string): string {
  return join(cacheFolder, scenario, `${target}-${fingerprint}.json`);
}
