import { modelOf, type CrashPoint } from "../model/trace.js";
import { formatTable } from "./table.js";
import { countBy, counted } from "./words.js";

/** What a plan of crash points says of itself. */
export interface PlanShown {
  readonly points: readonly CrashPoint[];
  readonly placeCount: number;
  readonly representedCount: number;
  readonly lossesLeftOut: number;
  readonly interruptsLeftOut: number;
  readonly rows: readonly {
    readonly step: string;
    readonly region: string;
    readonly chosen: number;
    readonly all: number;
  }[];
}

/** The plan of an exploration, by step and region, and why not every write is run. */
export function planLines(plan: PlanShown): string[] {
  const columns = [
    { heading: "step" },
    { heading: "region" },
    { heading: "run", numeric: true },
    { heading: "of writes", numeric: true },
  ];
  const cells = plan.rows.map((row) => [row.step, row.region, String(row.chosen), String(row.all)]);
  return ["Crash points", formatTable(columns, cells), ...planCounts(plan)];
}

/** How many crash points it has, and how many it leaves out, and why. */
export function planCounts(plan: PlanShown): string[] {
  const { points, placeCount, representedCount, lossesLeftOut, interruptsLeftOut } = plan;
  return [
    `${counted(points.length, "crash point")} (${byModel(points)}) at ` +
      `${placeCount - representedCount} of ${counted(placeCount, "write")}`,
    ...(representedCount === 0
      ? []
      : [
          `${counted(representedCount, "write")} left out: others of the same run of like writes ` +
            `stand for them, or --points drew a sample`,
        ]),
    ...(lossesLeftOut === 0
      ? []
      : [
          `${counted(lossesLeftOut, "power loss", "power losses")} left out: not every ` +
            `combination of the writes that were cached at one moment is run`,
        ]),
    ...(interruptsLeftOut === 0
      ? []
      : [
          `${counted(interruptsLeftOut, "interrupt")} left out: the first and the last write of ` +
            `each step to each region stand for those between`,
        ]),
  ];
}

/** The plan of a run that writes nothing. */
export function linePlanLines(pointCount: number): string[] {
  return [
    pointCount > 0
      ? `it writes nothing: killed at ${counted(pointCount, "printed line")}`
      : "it writes nothing and prints nothing: there is no moment to crash it at",
  ];
}

function byModel(points: readonly CrashPoint[]): string {
  const names = countBy(points, (point) =>
    point.kind === "power" ? `power on ${point.device}` : modelOf(point),
  );
  return [...names].map(([name, count]) => `${count} ${name}`).join(", ") || "none";
}
