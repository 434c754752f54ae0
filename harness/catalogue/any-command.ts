import { existsSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import type { CaseId } from "../model/case-id.js";
import { UsageError } from "../model/errors.js";
import { makeFolders } from "../model/make-folders.js";
import { sha256 } from "../model/sha256.js";
import { asCacheError } from "./cache-writes.js";
import { sha256OfImage } from "./image-digest.js";
import { cacheFolder } from "./places.js";
import { readJson } from "./read-json.js";
import type { Scenario } from "./scenario.js";
import { onPath, programFileOf, stampOf, startOf, whyNoProgram } from "./program.js";
import type { Target } from "./target.js";

/** A command on a disk image of the user's, as the command line or a stored note has it. */
const jobSchema = z.strictObject({
  disk: z.string(),
  /** The folder that relative paths in the command count from. */
  folder: z.string(),
  /** Program and arguments; `{disk}` stands for the disk. */
  command: z.tuple([z.string()], z.string()),
  /** A line for the shell, where the resume is not the same command again. */
  resume: z.string().optional(),
  timeoutSeconds: z.number().int().positive(),
  successCodes: z.array(z.number().int().min(0).max(255)).min(1),
});

export type AnyJob = z.infer<typeof jobSchema>;

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
  return mendingPrograms.test(basename(program)) ? [0, 1, 2] : [0];
}

/** True for a scenario that was made here, and so is not in the scenarios folder. */
export function isMade(scenarioName: string): boolean {
  return scenarioName.startsWith(`${prefix}/`);
}

const prefix = "any";

/**
 * Makes a scenario of any command on any image. Its name and fingerprint change with the bytes of
 * the image and with the command, not with the place of the image. Throws UsageError.
 */
export async function makeScenario(job: AnyJob): Promise<MadeScenario> {
  const path = resolve(job.folder, job.disk);
  requireImage(path);
  const [named, ...args] = job.command;
  if (named === "") throw new UsageError("the command is empty");
  const program = onPath(named, job.folder);
  const whyNot = whyNoProgram(program);
  if (whyNot !== undefined) throw new UsageError(`target ${named}: ${whyNot}`);
  for (const text of [job.command.join(" "), job.resume].filter((each) => each !== undefined)) {
    if (!text.includes("{disk}")) {
      throw new UsageError(`the command has no {disk} in it: "${text}"`);
    }
  }
  const stamp = stampOf(path);
  const digest = await sha256OfImage(path);
  const said = [digest, basename(named), args, job.resume, job.timeoutSeconds, job.successCodes];
  const words = [program, ...args.map((each) => keepFile(each, job.folder))] as const;
  const target: Target = {
    name: word(basename(named)),
    program: words,
    file: programFileOf(startOf(words)),
    ...(job.resume === undefined ? {} : { resumeProgram: ["/bin/sh", "-c"] }),
    env: {},
    successCodes: job.successCodes,
    stepNames: ["run"],
    steps: [],
  };
  const scenario: Scenario = {
    name: `${prefix}/${word(basename(path))}`,
    about: `${job.command.join(" ")} on ${basename(path)}`,
    image: { kind: "given", path, sha256: digest, stamp },
    fingerprint: sha256(JSON.stringify(said)).slice(0, 4),
    commands: [[]],
    ...(job.resume === undefined ? {} : { resume: [[job.resume]] }),
    timeoutSeconds: job.timeoutSeconds,
    holds: { always: [], oneOf: [], bystanders: [], keeps: [] },
    known: [],
  };
  return { scenario, target, job: { ...job, disk: path } };
}

/** A target runs in its scratch folder: files that are named from here get their whole path. */
function keepFile(argument: string, folder: string): string {
  const path = resolve(folder, argument);
  return !argument.startsWith("-") && argument !== "" && existsSync(path) ? path : argument;
}

function requireImage(path: string): void {
  if (!existsSync(path)) throw new UsageError(`--disk: there is no ${path}`);
  if (!statSync(path).isFile()) {
    throw new UsageError(`--disk: expected an image file, found something else at ${path}`);
  }
  if (statSync(path).size === 0) throw new UsageError(`--disk: ${path} is empty`);
}

function word(text: string): string {
  const plain = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return plain.replaceAll(/^-+|-+$/g, "").slice(0, 40) || "x";
}

/**
 * Notes a job, so that an id of it can be replayed on this machine with nothing more said. Throws
 * HarnessError where the cache folder can't be written.
 */
export function rememberJob({ scenario, target, job }: MadeScenario): void {
  const path = notePath(scenario.name, target.name, scenario.fingerprint);
  try {
    makeFolders(dirname(path));
    writeFileSync(path, `${JSON.stringify(job, undefined, 2)}\n`);
  } catch (error) {
    throw asCacheError(error);
  }
}

/** The job that an id was made with. Throws UsageError where this machine has no note of it. */
export async function recallJob(
  id: Pick<CaseId, "scenario" | "target" | "fingerprint">,
): Promise<MadeScenario> {
  const path = notePath(id.scenario, id.target, id.fingerprint);
  if (!existsSync(path)) {
    throw new UsageError(
      `this machine has no note of the command and the image behind ${id.scenario}: ` +
        `give them, as in replay ID --disk disk.img -- ${id.target} ... {disk}`,
    );
  }
  const parsed = jobSchema.safeParse(readJson(path));
  if (!parsed.success) throw new UsageError(`${path}: ${z.prettifyError(parsed.error)}`);
  return makeScenario(parsed.data);
}

function notePath(scenario: string, target: string, fingerprint: string): string {
  return join(cacheFolder, scenario, `${target}-${fingerprint}.json`);
}
