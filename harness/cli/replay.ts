import { resolve } from "node:path";
import kleur from "kleur";
import { areGrowing } from "../explore/progress.js";
import { parseCaseId, type CaseId } from "../model/case-id.js";
import { exitCodes, UsageError } from "../model/errors.js";
import { failureBlock } from "../report/case-text.js";
import { diskLines } from "../report/seen-on-disk.js";
import { isMade, recallJob } from "../catalogue/any-command.js";
import { isExplored } from "../model/trace.js";
import type { CaseOrder } from "../runner/case/case-order.js";
import { checkHost } from "../runner/lab/check-host.js";
import { prepareImage } from "../catalogue/base-image.js";
import { soak } from "../runner/workers/soak.js";
import { loadDevices } from "../catalogue/devices.js";
import type { Agreement } from "../runner/evidence/evidence.js";
import type { CaseReply, ExploreRequest } from "../runner/workers/messages.js";
import type { CaseRecord, CutRecord } from "../store/records.js";
import { failureFolderPath } from "../store/failure-folder.js";
import { keepLogs, makeKeepFolder } from "./keep-folder.js";
import { withTrace } from "./trace-file.js";
import { subjectFrom, type Subject, type SubjectOptions } from "./subject.js";

/** The options of `replay`, as the command line gives them. */
export interface ReplayOptions extends SubjectOptions {
  readonly keep?: string;
  readonly results: string;
}

/** Runs one case again and tells its story. Returns the exit code of its verdict. */
export async function replayCommand(
  text: string,
  command: readonly string[],
  options: ReplayOptions,
  signal: AbortSignal,
): Promise<number> {
  const id = parseCaseId(text);
  const { scenario, target } = await subjectOf(id, options, command);
  const keepPath = options.keep === undefined ? undefined : makeKeepFolder("keep", options.keep);
  checkHost();
  const image = await prepareImage(scenario, (line) => console.log(line));
  console.log(kleur.bold(`replay of ${text}`));
  console.log(`scenario ${scenario.name}: ${scenario.about}`);
  console.log(`disk image: ${image.path}`);
  const runPath = resolve(options.results, "replay");
  const replies: CaseReply[] = [];
  const end = await soak(
    {
      scenario,
      target,
      imagePath: image.path,
      devices: loadDevices(),
      runPath,
      jobs: 1,
      orderAt: (index) => (index === 0 ? orderOf(id, keepPath, options.trace) : undefined),
      ...(options.trace === undefined ? {} : { explore: requestWith(id, options.trace) }),
    },
    { ready: () => undefined, done: (reply) => void replies.push(reply) },
    signal,
  );
  const [reply] = replies;
  if (reply === undefined || end.kind === "undecided") {
    console.log(kleur.yellow(`undecided: ${end.kind === "undecided" ? end.reason : "no case"}`));
    return exitCodes.undecided;
  }
  if (keepPath !== undefined) keepLogs(keepPath, text, reply);
  return tell(reply, runPath);
}

/** What an id was made with, as this checkout and machine have it. Throws UsageError. */
export async function subjectOf(
  id: Pick<CaseId, "scenario" | "target" | "fingerprint">,
  options: SubjectOptions,
  command: readonly string[],
): Promise<Subject> {
  const subject = await loadSubject(id, options, command);
  const { name, fingerprint } = subject.scenario;
  if (fingerprint === id.fingerprint && name === id.scenario) return subject;
  throw new UsageError(
    `this was made with another version of scenario ${id.scenario}: ` +
      `expected fingerprint ${id.fingerprint}, found ${fingerprint}. ` +
      (isMade(id.scenario)
        ? "Give the same image, the same command and, where there was one, the same --trace"
        : "Check out the commit that printed it"),
  );
}

function loadSubject(
  id: Pick<CaseId, "scenario" | "target" | "fingerprint">,
  options: SubjectOptions,
  command: readonly string[],
): Promise<Subject> {
  if (isMade(id.scenario) && options.disk === undefined) return recalled(id, options.trace);
  if (options.disk !== undefined) return subjectFrom(options, command);
  return subjectFrom({ ...options, scenario: id.scenario, target: id.target }, command);
}

async function recalled(
  id: Pick<CaseId, "scenario" | "target" | "fingerprint">,
  trace: string | undefined,
): Promise<Subject> {
  const { scenario, target } = await recallJob(id);
  return { scenario: trace === undefined ? scenario : withTrace(scenario, trace), target };
}

/** A log can't be run live: its crash images are made from it. */
function requestWith({ seed }: CaseId, trace: string): ExploreRequest {
  const nothing = { models: [], devices: [], depth: 1, nested: "", flushes: false };
  return { ...nothing, seed, points: "all", logPath: resolve(trace) };
}

function orderOf(
  { seed, cuts }: CaseId,
  keepPath: string | undefined,
  trace: string | undefined,
): CaseOrder {
  if (trace !== undefined) {
    if (!cuts.every(isExplored)) {
      throw new UsageError("a log (--trace) can't run up to a line or to ctrl-C: leave it out");
    }
    const keep = keepPath && { keepPath };
    return { kind: "explored", index: 0, seed, cuts, detail: true, ...keep };
  }
  const kind = areGrowing(cuts) ? "progress" : "cuts";
  return { kind, index: 0, seed, cuts, detail: true, ...(keepPath && { keepPath }) };
}

function tell(reply: CaseReply, runPath: string): number {
  const { record, outputs, layouts, crashDigests, agreements } = reply;
  record.cuts.forEach((cut, index) => {
    const what = cut.point.kind === "interrupt" ? "ctrl-C" : "kill";
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
  return tellVerdict(record, runPath);
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

function tellVerdict(record: CaseRecord, runPath: string): number {
  switch (record.verdict) {
    case "held":
      console.log(kleur.green(`held: ${record.class}`));
      return exitCodes.held;
    case "undecided":
      console.log(kleur.yellow(`undecided: ${record.reason}`));
      return exitCodes.undecided;
    case "violated":
      console.log(failureBlock(record, `scripts/crashpoint replay ${record.id}`));
      console.log(`evidence: ${failureFolderPath(runPath, record.id)}`);
      if (record.known) console.log("This violation is listed as known by the scenario.");
      return exitCodes.violated;
  }
}

function inWords(cut: CutRecord): string {
  if (cut.point.kind === "interrupt") {
    return (
      `after write ${cut.point.writes}, to "${cut.region}", in step ${cut.step} ` +
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
