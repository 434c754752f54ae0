import kleur from "kleur";
import { exitCodes, UsageError } from "../../model/errors.js";
import { outcomeOf } from "../../report/proofs/parity-outcome.js";
import { isShown } from "../../report/proofs/parity-shows.js";
import {
  isAsExpected,
  parityLines,
  parityMarkdown,
  shortWords,
  type ShownRow,
} from "../../report/proofs/parity-table.js";
import { counted } from "../../report/words.js";
import { checkHost } from "../../runner/lab/check-host.js";
import {
  commandOf,
  loadParityRows,
  parityTargets,
  rowsMeant,
  type ParityRow,
} from "../../catalogue/resizers/parity-rows.js";
import { checkTarget } from "../../catalogue/target.js";
import { inLanes } from "../../session/lanes.js";
import { showWork } from "../../session/proof/parity-work.js";
import { jobsFrom } from "../values.js";
import { parityWork } from "./parity-command.js";

/** The options of `parity`, as the command line gives them. */
export interface ParityOptions {
  readonly target?: string;
  readonly only?: string;
  readonly jobs?: string;
  readonly markdown: boolean;
}

/** One row on one target. */
interface Part {
  readonly row: ParityRow;
  readonly target: string;
}

const rowLimitMs = 600_000;

/**
 * Does the work of each row's command, each on a CPU of its own, and prints what it has shown.
 * Returns 0 when all is as the data expects it, 1 when something else was shown, 2 when nothing
 * was.
 */
export async function parityCommand(options: ParityOptions, signal: AbortSignal): Promise<number> {
  const targets = targetsFrom(options.target);
  targets.forEach(checkTarget);
  const all = loadParityRows();
  const rows = options.only === undefined ? all : rowsMeant(all, options.only);
  const jobs = jobsFrom(options.jobs);
  checkHost();
  // The table alone goes to stdout, to be pasted.
  const tell = options.markdown ? console.error : console.log;
  tell(kleur.bold(`parity: ${counted(rows.length, "point")} on ${targets.join(" and ")}`));
  const parts = rows.flatMap((row) => targets.map((target) => ({ row, target })));
  const shown = new Map(rows.map((row) => [row, emptyRow(row)]));
  await inLanes(parts, jobs, signal, async (part, job) => {
    const outcome = await runPart(part, job, signal);
    signal.throwIfAborted();
    const entry = shown.get(part.row);
    if (entry !== undefined) entry.results[part.target] = outcome;
    tell(`${part.row.point}, on ${part.target}: ${shortWords(part.row, part.target, outcome)}`);
  });
  const lines = options.markdown ? parityMarkdown : parityLines;
  for (const line of lines([...shown.values()], targets)) console.log(line);
  return exitCodeOf([...shown.values()]);
}

/** Its command is ready to be pasted, once a target is filled in. */
function emptyRow(row: ParityRow): ShownRow {
  return { row: { ...row, command: commandOf(row, "{target}").join(" ") }, results: {} };
}

async function runPart({ row, target }: Part, job: number, signal: AbortSignal) {
  const makeWork = () => parityWork(commandOf(row, target));
  const shown = await showWork(makeWork, job, rowLimitMs, signal);
  const shows = row.shows === undefined || isShown(row.shows, shown);
  return { ...outcomeOf(shown), shows };
}

function targetsFrom(text: string | undefined): string[] {
  const all: readonly string[] = parityTargets;
  if (text === undefined) return [...all];
  const unknown = text.split(",").find((name) => !all.includes(name));
  if (unknown === undefined) return text.split(",");
  throw new UsageError(`--target: parity is shown on ${all.join(" and ")}, not on "${unknown}"`);
}

function exitCodeOf(rows: readonly ShownRow[]): number {
  const parts = rows.flatMap(({ row, results }) =>
    Object.entries(results).map(([target, outcome]) => ({
      fits: isAsExpected(row, target, outcome),
      open: outcome.result === "undecided" || outcome.result === "not run",
    })),
  );
  const odd = parts.filter(({ fits }) => !fits);
  if (odd.some(({ open }) => !open)) return exitCodes.violated;
  return odd.length > 0 ? exitCodes.undecided : exitCodes.held;
}
