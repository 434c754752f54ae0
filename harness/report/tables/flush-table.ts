import type { AuditedFlush, AuditTrial } from "../../model/findings/flush-audit.js";
import type { Finding } from "../../model/verdict.js";
import { formatTable } from "./table.js";
import { counted, share, wrap } from "../words.js";

/** Barrier coverage: which flushes some checker misses when the device drops them. */
export function flushTable(flushes: readonly AuditedFlush[]): string[] {
  const rows = flushRows(flushes);
  const columns = flushHeadings.map((heading) => ({ heading }));
  const noticed = flushes.filter(isNoticed);
  const others = flushes.filter((flush) => !isNoticed(flush));
  return [
    "",
    "Flush audit: each flush dropped, one at a time, under power loss",
    formatTable(columns, rows),
    `barrier coverage: ${noticed.length} of ${counted(flushes.length, "flush", "flushes")} ` +
      `(${share(noticed.length, flushes.length)})`,
    ...(others.length === 0
      ? []
      : [
          wrap(
            `No check misses the flushes after ` +
              `${others.map(({ afterWrite }) => `w${afterWrite}`).join(", ")}: each is not ` +
              `needed, or what it keeps apart was not lost in these states`,
            "",
          ),
        ]),
  ];
}

/** What each row of a flush audit has. */
export const flushHeadings = ["flush", "step", "keeps", "before", "states", "noticed by"];

/** A row for each flush: where it is, and who misses it. */
export function flushRows(flushes: readonly AuditedFlush[]): string[][] {
  return flushes.map((flush) => [
    `after w${flush.afterWrite}`,
    flush.step,
    flush.regionBefore,
    flush.regionAfter,
    String(flush.trials.length),
    noticedBy(flush),
  ]);
}

function isNoticed({ trials }: AuditedFlush): boolean {
  return trials.some((trial) => newFindings(trial).length > 0);
}

/** What is found without the flush and not with it. */
function newFindings({ dropped, control }: AuditTrial): Finding[] {
  const known = new Set(control?.findings.map(kindOf));
  return (dropped?.findings ?? []).filter((finding) => !known.has(kindOf(finding)));
}

function kindOf({ checker, class: name, kill }: Finding): string {
  return JSON.stringify([checker, name, kill]);
}

function noticedBy({ trials }: AuditedFlush): string {
  const notRun = trials.filter(({ dropped, control }) => !dropped || !control).length;
  const undecided = trials.filter(({ dropped }) => dropped?.verdict === "undecided").length;
  const seen = new Set(
    trials.flatMap(newFindings).map(({ checker, class: name }) => `${name} (${checker})`),
  );
  const open = [
    ...(notRun > 0 ? [`${notRun} not run`] : []),
    ...(undecided > 0 ? [`${undecided} undecided`] : []),
  ];
  return [...(seen.size === 0 ? ["no check"] : seen), ...open].join(", ");
}
