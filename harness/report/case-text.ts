import kleur from "kleur";
import { formatCut, interruptWords } from "../model/cut-text.js";
import type { SmallestCase } from "../model/smallest-case.js";
import type { CrashPoint } from "../model/trace.js";
import { classOrReason, type CaseRecord, type CutRecord } from "../store/records.js";
import { gptWords } from "./seen-on-disk.js";
import { counted, seconds, wrap } from "./words.js";

/** The log lines of one case: one a kill, with `KILL_STEP=<step>` in it, and the verdict. */
export function caseLine(record: CaseRecord): string[] {
  const { cuts, index, id } = record;
  const kills = cuts.map((cut, place) => killLine(cut, place + 1, cuts.length));
  const time = seconds(record.targetMs + record.checksMs + record.harnessMs);
  const like = record.sameAs === undefined ? "" : `, the same left as by ${record.sameAs}`;
  return [...kills, `case ${index} ${verdictWords(record)} ${id} ${time}${like}`];
}

/**
 * What happened, finding by finding, with everything that is needed to look into it. The last
 * line is the command that shows it again.
 */
export function failureBlock(
  record: CaseRecord,
  replayCommand: string,
  smallest?: SmallestCase,
): string {
  const { scenario, target, seed, model, cuts, resumes } = record;
  const findings = record.findings.flatMap(
    ({ checker, class: className, place, message, kill }) => {
      const when = kill === 0 ? "after the last resume" : `after crash ${kill}`;
      const head = `  ${kleur.red(className)}, ${place}, seen by ${checker} ${when}:`;
      return [head, wrap(message, "    ")];
    },
  );
  return [
    kleur.bold(`case ${record.index} ${verdictWords(record)}`),
    ...findings,
    "How it came to that:",
    ...cuts.map((cut, place) => wrap(killLine(cut, place + 1, cuts.length), "  ")),
    `  then ${counted(resumes, "resume")}`,
    `Seed ${seed}, scenario ${scenario}, target ${target}, model ${model}, ` +
      counted(cuts.length, "crash", "crashes"),
    ...smallestLines(record.id, smallest),
    "Show it again with:",
    replayCommand,
  ].join("\n");
}

function smallestLines(id: string, smallest: SmallestCase | undefined): string[] {
  if (smallest === undefined) return [];
  const { needs, tries, complete } = smallest;
  const open = complete ? "" : "; the search was cut short, there may be a smaller one";
  const found = smallest.id === id ? "It can't be made smaller" : `Smallest case: ${smallest.id}`;
  return [
    wrap(`${found} (${counted(tries, "try", "tries")}${open})`, "  "),
    wrap(`What it needs: ${needs}`, "  "),
  ];
}

function verdictWords(record: CaseRecord): string {
  const why = `(${classOrReason(record)})`;
  switch (record.verdict) {
    case "held":
      return kleur.green(`held ${why}`);
    case "violated":
      return record.known ? kleur.yellow(`violated, known ${why}`) : kleur.red(`violated ${why}`);
    case "undecided":
      return kleur.yellow(`undecided ${why}`);
  }
}

function crashWords(point: CrashPoint): string {
  if (point.kind === "interrupt") return interruptWords(point);
  return point.kind === "power" ? "power loss" : "kill";
}

function killLine(cut: CutRecord, number: number, count: number): string {
  const { point, ofWrites, write, step, region, landed } = cut;
  const words = [
    `${formatCut(point)}${ofWrites > 0 ? ` of ${ofWrites}` : ""}`,
    ...(point.kind === "line" ? [`after write ${write}`] : []),
    ...(point.kind === "interrupt" ? [`${counted(write, "write")} at its end`] : []),
    `KILL_STEP=${step}`,
    region === "" ? "no region" : `region "${region}"`,
    landed,
    ...gptWords(cut),
  ];
  return `${crashWords(point)} ${number} of ${count}: ${words.join(", ")}`;
}
