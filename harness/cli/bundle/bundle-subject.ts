import { basename } from "node:path";
import { jobOfNote, type AnyJob } from "../../catalogue/any-command.js";
import { idWord } from "../../catalogue/id-word.js";
import { restoreBase, type OpenBundle } from "../../bundle/open-bundle.js";
import { isMade, parseCaseId } from "../../model/case-id.js";
import { UsageError } from "../../model/errors.js";
import { shellWord } from "../../model/shell-word.js";
import { printable } from "../../report/printable.js";
import { recallSubject, subjectOfJob, type Subject } from "../../session/subject/subject.js";
import type { ReplayTexts } from "../replay.js";

/** The options of `replay` that a bundle takes. */
export type BundleReplayTexts = Pick<
  ReplayTexts,
  "scenario" | "target" | "program" | "trust" | "keep" | "results"
>;

/**
 * What the case of a bundle is run again with: the command in it, where the user trusts it, or a
 * scenario of this machine's. Rejects with UsageError.
 */
export async function subjectOfBundle(
  bundle: OpenBundle,
  texts: BundleReplayTexts,
): Promise<Subject> {
  const id = parseCaseId(bundle.json.id);
  if (isMade(id.scenario)) return madeSubject(bundle, id.scenario, texts);
  const { scenario, target, program, results } = texts;
  const subject = await recallSubject(id, { scenario, target, program, results });
  const base = restoreBase(bundle, "before.img");
  const { image } = subject.scenario;
  if (base === undefined || image.kind === "built") return subject;
  return { ...subject, scenario: { ...subject.scenario, image: { ...image, path: base } } };
}

async function madeSubject(
  bundle: OpenBundle,
  scenario: string,
  { program, trust }: BundleReplayTexts,
): Promise<Subject> {
  const { job } = bundle.json;
  if (job === undefined) {
    throw new UsageError(
      `${bundle.path} has no note of the command: make its images with remake, and give ` +
        "replay ID one of them and the command: replay ID --disk before.img -- PROGRAM ... {disk}",
    );
  }
  const noted = jobOfNote(job, "", process.cwd());
  const [named, ...args] = noted.command;
  const command: AnyJob["command"] = [program ?? named, ...args];
  if (trust !== true) throw new UsageError(untrusted(bundle.path, { ...noted, command }));
  const base = restoreBase(bundle, diskName(scenario, job["disk"]));
  if (base === undefined) throw new UsageError(`${bundle.path}: the image is not in it`);
  return subjectOfJob({ ...noted, command, disk: base });
}

/** The name of the image is part of the scenario's: one that gives the same. */
function diskName(scenario: string, noted: unknown): string {
  const [, word = "disk"] = scenario.split("/");
  const isUsable = typeof noted === "string" && /^\w[\w.+-]{0,100}$/.test(noted);
  return isUsable && basename(noted) === noted && idWord(noted) === word ? noted : word;
}

/** What a bundle would have run, line by line, and how to let it. */
function untrusted(path: string, job: AnyJob): string {
  const { command, resume, moreResumes = [], checks, env = {} } = job;
  const { atEnd = [], atCrash = [], view } = checks ?? {};
  const shell = [resume, ...moreResumes, ...atEnd, ...atCrash, view?.line];
  const lines = [
    command.map(shellWord).join(" "),
    ...shell.filter((line) => line !== undefined),
    ...Object.entries(env).map((each) => `with ${each.join("=")}`),
  ];
  return [
    `${path} brings command lines of its own, which may do anything that you may:`,
    ...lines.map((line) => `  ${printable(line)}`),
    "Read them; --trust runs them, --program PATH names the program to be run in them",
  ].join("\n");
}
