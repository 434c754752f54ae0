import { countBy } from "../../model/count-by.js";
import { crashModels } from "../../model/trace.js";
import type { StoredNight } from "../../store/night/night-folder.js";
import type { HostCounts, NightLine } from "../../store/night/night-record.js";
import type { CaseRecord } from "../../store/records.js";
import type { StoredRun } from "../../store/run-folder.js";
import { clockTime, counted } from "../words.js";
import { nightFindings, type NightFinding } from "./night-findings.js";
import { canaryLines } from "./night-verdict.js";

/** A night with the runs of its turns. */
export interface NightWithRuns {
  readonly stored: StoredNight;
  readonly runs: readonly StoredRun[];
}

/** All of it fits one screen: so many kinds of findings are told in full. */
const mostKinds = 5;

/** What a person reads in the morning, in at most 40 lines. `program` is how this one is called. */
export function nightSummary(
  now: NightWithRuns,
  before: NightWithRuns | undefined,
  program: string,
): string[] {
  const { stored, runs } = now;
  const { lines, night } = stored;
  const cases = runs.flatMap((run) => run.cases);
  const ended = lines.filter((line) => line.kind === "ended");
  const sittings = lines.filter((line) => line.kind === "sitting").length;
  const open = runs.length - ended.filter((line) => "run" in line).length;
  return [
    `night of ${night.startedAt}, seed ${night.seed}: ${counted(ended.length, "turn")}` +
      `${open > 0 ? ` and ${counted(open, "turn")} begun` : ""}, ` +
      `${counted(cases.length, "case")} in ${clockTime(lines.at(-1)?.atMs ?? 0)}, ` +
      counted(sittings, "sitting"),
    ...modelLines(cases),
    ...targetLines(runs),
    ...findingLines(nightFindings(runs), before, runs, program),
    ...canaryLines(lines),
    ...oddLines(lines, night.leftOut),
    ...leakLines(lines),
  ];
}

function modelLines(cases: readonly CaseRecord[]): string[] {
  return crashModels.flatMap((model) => {
    const some = cases.filter((each) => each.model === model);
    return some.length === 0 ? [] : [`  ${model}: ${verdictWords(some)}`];
  });
}

function targetLines(runs: readonly StoredRun[]): string[] {
  const nameOf = ({ run }: StoredRun) =>
    run.scenario.startsWith("any/") ? "small targets" : `on ${run.target}`;
  return [...new Set(runs.map(nameOf))].map((name) => {
    const some = runs.filter((run) => nameOf(run) === name);
    const cases = some.flatMap((run) => run.cases);
    return `  ${name}: ${counted(some.length, "turn")}, ${verdictWords(cases)}`;
  });
}

function verdictWords(cases: readonly CaseRecord[]): string {
  const kindOf = ({ verdict, known }: CaseRecord) => (known ? "violated as known" : verdict);
  const counts = countBy(cases.map(kindOf), (each) => each);
  const words = [...counts].map(([kind, count]) => `${count} ${kind}`);
  return `${counted(cases.length, "case")}${words.length === 0 ? "" : `: ${words.join(", ")}`}`;
}

/** What is new, what was there before, and what is gone although its target was tried. */
function findingLines(
  found: ReadonlyMap<string, NightFinding>,
  before: NightWithRuns | undefined,
  runs: readonly StoredRun[],
  program: string,
): string[] {
  const earlier = before && nightFindings(before.runs);
  const tried = new Set(runs.map(({ run }) => run.target));
  const fresh = [...found].filter(([kind]) => earlier?.has(kind) !== true);
  const old = [...found].filter(([kind]) => earlier?.has(kind) === true);
  const gone = [...(earlier ?? [])].filter(
    ([kind, { target }]) => !found.has(kind) && tried.has(target),
  );
  const since = before === undefined ? "" : `since the night of ${before.stored.night.startedAt}`;
  const what = before === undefined ? "found" : "new";
  return [
    fresh.length === 0
      ? `nothing ${what} ${since}`.trimEnd()
      : `${what} ${since}: ${counted(fresh.length, "kind")}`.replace(" :", ":"),
    ...shown(fresh, program),
    ...(old.length === 0 ? [] : [`found again: ${counted(old.length, "kind")}`]),
    ...shown(old, program),
    ...(gone.length === 0
      ? []
      : [`not seen any more, though tried: ${counted(gone.length, "kind")}`]),
    ...gone.slice(0, mostKinds).map(([, each]) => `  ${faultWords(each)}`),
  ];
}

function shown(kinds: readonly (readonly [string, NightFinding])[], program: string): string[] {
  const lines = kinds
    .slice(0, mostKinds)
    .flatMap(([, each]) => [
      `  ${each.count} times ${faultWords(each)}`,
      ...(each.replay === "" ? [] : [`    ${program} replay ${each.replay}`]),
    ]);
  const more = kinds.length - mostKinds;
  return more <= 0 ? lines : [...lines, `  and ${counted(more, "kind")} more: see report`];
}

function faultWords({ target, fault }: NightFinding): string {
  const text = `${fault.class}, ${fault.place}: ${fault.message}`.replaceAll(/\s+/g, " ");
  return `${target}: ${text.length > 100 ? `${text.slice(0, 97)}...` : text}`;
}

function oddLines(lines: readonly NightLine[], leftOut: StoredNight["night"]["leftOut"]): string[] {
  const still = lines.filter((line) => line.kind === "still");
  const thinned = lines.filter((line) => line.kind === "thinned");
  const failed = lines.filter((line) => line.kind === "ended" && !("run" in line));
  const removed = thinned.reduce((sum, each) => sum + each.removed, 0);
  const freed = thinned.reduce((sum, each) => sum + each.freedMiB, 0);
  return [
    ...(leftOut.length === 0
      ? []
      : [`left out, since it is missing here: ${leftOut.map(({ what }) => what).join(", ")}`]),
    ...(failed.length === 0
      ? []
      : [`turns that came to no run: ${counted(failed.length, "turn")}`]),
    ...(still.length === 0
      ? []
      : [`stood still: turn ${still.map(({ turn }) => turn).join(", ")}, no case for long`]),
    ...(removed === 0
      ? []
      : [`evidence of ${counted(removed, "repetition")} was removed for room: ${freed} MiB`]),
  ];
}

/** Of the harness alone: what grows there was left behind by it. */
const ownNames = { processes: "processes", mounts: "mounts", descriptors: "descriptors" } as const;
/** Of the whole machine, on which others may be at work too. */
const sharedNames = { loops: "loop devices", tempFolders: "temporary folders" } as const;

/** What has grown from the end of the first turn to that of the last. */
function leakLines(lines: readonly NightLine[]): string[] {
  const counts = lines.flatMap((line) => (line.kind === "ended" ? [line.counts] : []));
  const [first, last] = [counts[0], counts.at(-1)];
  if (first === undefined || last === undefined) return [];
  const own = grown(ownNames, first, last);
  const shared = grown(sharedNames, first, last);
  return [
    `${own.length === 0 ? "nothing left behind" : `LEFT BEHIND: ${own.join(", ")}`}; ` +
      `memory of the harness ${first.rssMiB} -> ${last.rssMiB} MiB`,
    ...(shared.length === 0 ? [] : [`more on this machine, by whomever: ${shared.join(", ")}`]),
  ];
}

function grown<Name extends keyof HostCounts>(
  names: Readonly<Record<Name, string>>,
  first: HostCounts,
  last: HostCounts,
): string[] {
  return (Object.keys(names) as Name[])
    .filter((name) => last[name] > first[name])
    .map((name) => `${names[name]} ${first[name]} -> ${last[name]}`);
}
