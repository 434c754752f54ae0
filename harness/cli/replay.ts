import kleur from "kleur";
import type { Command } from "commander";
import { parseCaseId } from "../model/case-id.js";
import { exitCodes, UsageError } from "../model/errors.js";
import type { SitesFound } from "../model/sites/call-site.js";
import { interruptWords } from "../model/cut-text.js";
import { goldenLines, whatRan } from "../report/golden-text.js";
import { failureBlock } from "../report/case-text.js";
import { counted, wrap } from "../report/words.js";
import { notFoundText, whereLines } from "../report/where/where-text.js";
import { diskLines } from "../report/seen-on-disk.js";
import type { Agreement } from "../runner/evidence/evidence.js";
import { replay } from "../session/replay.js";
import type { Failure, ReplayEvent, ReplayResult, Story } from "../session/run/run-events.js";
import type { CutRecord } from "../store/records.js";
import type { Subject } from "../session/subject/subject.js";
import { addSubject, subjectOfId, type SubjectTexts } from "./subject.js";

/** The options of `replay`, as the command line gives them. */
export interface ReplayTexts extends SubjectTexts {
  readonly keep?: string;
  readonly results: string;
  readonly where: boolean;
  /** The command lines that a bundle brings may be run. */
  readonly trust?: true;
}

/** Runs one case again and tells its story. Returns the exit code of its verdict. */
export async function replayCommand(
  id: string,
  command: readonly string[],
  texts: ReplayTexts,
  signal: AbortSignal,
): Promise<number> {
  if (texts.trust !== undefined) throw new UsageError("--trust is of bundles: this is none");
  const subject = await subjectOfId(parseCaseId(id), texts, command);
  return (await replaySubject(id, subject, texts, signal)).code;
}

/**
 * Runs the case of an id again, with what it was made with, and tells its story. `again` is how to
 * do so once more, where that is not by its id.
 */
export async function replaySubject(
  id: string,
  subject: Subject,
  { keep, results, where }: Pick<ReplayTexts, "keep" | "results" | "where">,
  signal: AbortSignal,
  again?: string,
): Promise<{ readonly code: number; readonly result: ReplayResult }> {
  const run = replay(id, { subject, keep, results, where, signal });
  const { scenario, cuts } = parseCaseId(id);
  for await (const event of run.events) {
    // Its uninterrupted runs are all that there is to see.
    if (event.kind === "plan" && cuts.length === 0) {
      for (const line of goldenLines(event.golden, whatRan(scenario))) console.log(line);
    }
    showEvent(id, event);
  }
  const result = await run.done;
  const failures = result.failures.map((each) =>
    again === undefined ? each : { ...each, replayCommand: again },
  );
  tell({ ...result, failures });
  return { code: exitCodes[result.verdict], result };
}

function showEvent(id: string, event: ReplayEvent): void {
  if (event.kind === "notice") console.log(event.text);
  if (event.kind !== "start") return;
  const { scenario, imagePath } = event;
  console.log(kleur.bold(`replay of ${id}`));
  console.log(`scenario ${scenario.name}: ${scenario.about}`);
  console.log(`disk image: ${imagePath}`);
}

function tell({ verdict, story, undecided, failures, sites }: ReplayResult): void {
  if (story === undefined && verdict !== "undecided") {
    const held = "held: nothing is wrong without a crash, or all of it is known";
    console.log(verdict === "held" ? kleur.green(held) : kleur.red("violated, without a crash"));
    return;
  }
  if (story === undefined) {
    console.log(kleur.yellow(`undecided: ${undecided.join("; ")}`));
    return;
  }
  tellStory(story);
  if (sites !== undefined) tellWhere(story, sites);
  tellVerdict(story, failures);
}

function tellStory({ record, outputs, layouts, crashDigests, agreements }: Story): void {
  record.cuts.forEach((cut, index) => {
    const what = cut.point.kind === "interrupt" ? interruptWords(cut.point) : "kill";
    console.log(kleur.bold(`\n${what} ${index + 1}: ${inWords(cut)}`));
    indent(outputs[index] ?? "", "said until then");
    for (const line of diskLines(cut)) console.log(`  ${line}`);
    printLayout(layouts[index]);
    console.log(`  digest of the crash image: ${crashDigests[index] ?? ""}`);
    for (const line of agreementLines(agreements[index])) console.log(`  ${line}`);
    for (const finding of record.findings.filter(({ kill }) => kill === index + 1)) {
      console.log(kleur.red(`  ${finding.class}: ${finding.message}`));
    }
  });
  outputs.slice(record.cuts.length).forEach((output, index) => {
    console.log(kleur.bold(`\nresume ${index + 1}, to its end`));
    indent(output, "said");
  });
  printLayout(layouts.at(-1));
  console.log("");
}

/** Of the first crash: nobody watches the calls of a resume. */
function tellWhere({ record: { cuts } }: Story, sites: SitesFound): void {
  const [first, ...later] = cuts;
  if (first === undefined) return;
  if (sites.kind === "not found") console.log(kleur.yellow(notFoundText(sites)));
  else {
    console.log(kleur.bold("where in the source"));
    for (const line of whereLines(sites, first)) console.log(`  ${line}`);
    for (const note of sites.notes) console.log(wrap(note, "  "));
  }
  if (later.length > 0)
    console.log("  the later crashes are in resumes, whose calls are not watched");
  console.log("");
}

function agreementLines(agreement: Agreement | undefined): string[] {
  if (agreement === undefined) return [];
  const { withOwnTrace, withRecorded } = agreement;
  if (!withOwnTrace) {
    return [kleur.red("made again from its own trace, it has other bytes: report this as a bug")];
  }
  if (withRecorded === undefined) return ["made again from its own trace, it has the same bytes"];
  return withRecorded
    ? ["made from the recorded run, without the target, it has the same bytes"]
    : [
        kleur.yellow("made from the recorded run it has other bytes: the target does not write"),
        kleur.yellow("the same each time. remake shows the very image of a failure's folder"),
      ];
}

function printLayout(lines: readonly string[] = []): void {
  console.log("  layout:");
  for (const line of lines) console.log(kleur.dim(`    ${line}`));
}

function tellVerdict({ record }: Story, failures: readonly Failure[]): void {
  if (record.verdict === "held") console.log(kleur.green(`held: ${record.class}`));
  if (record.verdict === "undecided") console.log(kleur.yellow(`undecided: ${record.reason}`));
  for (const { replayCommand, evidencePath } of failures) {
    console.log(failureBlock(record, replayCommand));
    if (evidencePath !== undefined) console.log(`evidence: ${evidencePath}`);
    if (record.known) console.log("This violation is listed as known by the scenario.");
  }
}

function inWords(cut: CutRecord): string {
  if (cut.point.kind === "interrupt") {
    const { writes, againAfter } = cut.point;
    const again = againAfter === undefined ? "" : ` and ${counted(againAfter, "write")} later`;
    return (
      `after write ${writes}${again}, to "${cut.region}", in step ${cut.step} ` +
      `(${cut.landed}); at its end ${cut.write} writes, ${cut.line} lines printed`
    );
  }
  const torn = cut.bytes > 0 ? ` and ${cut.bytes} bytes of the next` : "";
  const where = cut.region === "" ? "" : `, the last one to "${cut.region}"`;
  return (
    `after ${cut.write} writes${torn}${where}, ${cut.line} lines printed, ` +
    `in step ${cut.step} (${cut.landed})`
  );
}

function indent(output: string, title: string): void {
  const lines = output.trim().split("\n");
  const shown = lines.slice(-8);
  console.log(
    `  ${title}${lines.length > shown.length ? ` (last of ${lines.length} lines)` : ""}:`,
  );
  for (const line of shown) console.log(kleur.dim(`    ${line.slice(0, 160)}`));
}

/** Adds `replay` to the command line. */
export function addReplay(
  program: Command,
  action: (id: string, command: string[], texts: ReplayTexts) => Promise<void>,
): void {
  const command = program
    .command("replay")
    .description("run one case again by its id and tell, step by step, what happens")
    .argument("<id>", "a case id, as a failure block or cases.jsonl prints it, or a bundle")
    .argument("[command...]", "after --: the command of an id that was made with --disk");
  addSubject(command)
    .option("--keep <dir>", "leave the images, the logs and a how-to-look.txt there")
    .option("--where", "tell which of the target's code made the changes around the cut", false)
    .option("--results <dir>", "where results go", "results")
    .option("--trust", "run the command lines that a bundle brings")
    .action(action);
}
