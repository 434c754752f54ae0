import type { PowerLoss } from "../../model/power.js";
import { modelOf, type CrashPoint, type LinePoint, type WritePoint } from "../../model/trace.js";
import { interruptWords } from "../../model/cut-text.js";
import { lossNeeds, type LossContext } from "./loss-needs.js";
import type { Needs } from "./lost-pieces.js";
import { writesText, type WriteNames } from "./write-text.js";

/**
 * What a case needs in order to fail, for the failure block: "only a kill (after write 523)".
 * Names and cached writes are known of the run that the first cut falls into, so later cuts are
 * told by their numbers alone.
 */
export function whatItNeeds(cuts: readonly CrashPoint[], context: LossContext): Needs {
  const [first, ...later] = cuts;
  if (first === undefined) return told("no crash");
  if (later.length === 0) {
    if (isKill(first)) return told(`only a kill (${momentText(first, context)})`);
    return first.kind === "interrupt"
      ? told(`only ${interruptWords(first)} (${momentText(first, context)})`)
      : firstCrash(first, context);
  }
  const order =
    later.length === 1
      ? "the second in the resume of the first"
      : "each in the resume of the one before";
  if (isKill(first) && later.every(isKill)) {
    const moments = [momentText(first, context), ...later.map((cut) => momentText(cut, unnamed))];
    return told(`${cuts.length} kills, ${order} (${moments.join(", then ")})`);
  }
  const { text, missesFlush } = firstCrash(first, context);
  const crashes = [text, ...later.map(laterCrash)];
  return { text: `${cuts.length} crashes, ${order}: ${crashes.join("; then ")}`, missesFlush };
}

function told(text: string): Needs {
  return { text, missesFlush: false };
}

type Stop = Exclude<CrashPoint, PowerLoss>;

const unnamed: WriteNames = { nameOf: () => undefined };

function firstCrash(cut: CrashPoint, context: LossContext): Needs {
  return cut.kind === "power" ? lossNeeds(cut, context) : told(stopText(cut, context));
}

function laterCrash(cut: CrashPoint): string {
  if (cut.kind !== "power") return stopText(cut, unnamed);
  return `a power loss after write ${cut.writes} (device ${cut.device})`;
}

function stopText(cut: Stop, names: WriteNames): string {
  if (cut.kind === "interrupt") return `${interruptWords(cut)} ${momentText(cut, names)}`;
  if (cut.kind === "line" || cut.bytes === 0) return `a kill ${momentText(cut, names)}`;
  const bytes = cut.bytes === 1 ? "1 byte" : `${cut.bytes} bytes`;
  return `a torn write: ${bytes} of ${writesText([cut.writes + 1], names)} landed`;
}

function momentText(cut: Stop, { nameOf }: WriteNames): string {
  if (cut.kind === "line") return `when line ${cut.line} had been printed`;
  if (cut.writes === 0) return "before the first write";
  const name = nameOf(cut.writes);
  const moment = `after write ${cut.writes}${name === undefined ? "" : `, ${name}`}`;
  if (cut.kind !== "interrupt" || cut.againAfter === undefined) return moment;
  return `${moment}, and ${cut.againAfter} ${cut.againAfter === 1 ? "write" : "writes"} later`;
}

function isKill(cut: CrashPoint): cut is WritePoint | LinePoint {
  return modelOf(cut) === "kill";
}
