import type { CaseRecord } from "../store/records.js";
import { formatTable } from "./table.js";
import { counted, share, wrap } from "./words.js";

/** How a trial with a dropped flush ended. */
export type FlushOutcome = Pick<CaseRecord, "verdict" | "findings" | "class">;

/** One flush and how the trials without it ended; undefined for one that was not run. */
export interface AuditedFlush {
  readonly afterWrite: number;
  readonly step: string;
  readonly regionBefore: string;
  readonly regionAfter: string;
  readonly outcomes: readonly (FlushOutcome | undefined)[];
}

/** Barrier coverage: which flushes some checker misses when the device drops them. */
export function flushTable(flushes: readonly AuditedFlush[]): string[] {
  const rows = flushes.map((flush) => [
    `after w${flush.afterWrite}`,
    flush.step,
    flush.regionBefore,
    flush.regionAfter,
    String(flush.outcomes.length),
    noticedBy(flush),
  ]);
  const columns = ["flush", "step", "keeps", "before", "states", "noticed by"].map((heading) => ({
    heading,
  }));
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

function isNoticed({ outcomes }: AuditedFlush): boolean {
  return outcomes.some((outcome) => outcome?.verdict === "violated");
}

function noticedBy({ outcomes }: AuditedFlush): string {
  const notRun = outcomes.filter((outcome) => outcome === undefined).length;
  const undecided = outcomes.filter((outcome) => outcome?.verdict === "undecided").length;
  const seen = new Set(
    outcomes.flatMap((outcome) =>
      (outcome?.findings ?? []).map(({ checker, class: name }) => `${name} (${checker})`),
    ),
  );
  const open = [
    ...(notRun > 0 ? [`${notRun} not run`] : []),
    ...(undecided > 0 ? [`${undecided} undecided`] : []),
  ];
  return [...(seen.size === 0 ? ["no check"] : seen), ...open].join(", ");
}
