import { formatTable } from "./table.js";
import { counted } from "./words.js";

/** What a plan of crash points says of itself. */
export interface PlanShown {
  readonly points: readonly unknown[];
  readonly placeCount: number;
  readonly representedCount: number;
  readonly rows: readonly {
    readonly step: string;
    readonly region: string;
    readonly chosen: number;
    readonly all: number;
  }[];
}

/** The plan of an exploration, by step and region, and why not every write is run. */
export function planLines({ points, placeCount, representedCount, rows }: PlanShown): string[] {
  const columns = [
    { heading: "step" },
    { heading: "region" },
    { heading: "run", numeric: true },
    { heading: "of writes", numeric: true },
  ];
  const cells = rows.map((row) => [row.step, row.region, String(row.chosen), String(row.all)]);
  return [
    "Crash points",
    formatTable(columns, cells),
    `${counted(points.length, "crash point")} of ${counted(placeCount, "write")}; ` +
      `${representedCount} are left out: others of the same run of like writes stand for them, ` +
      `or --points drew a sample`,
  ];
}
