import type { PlanRecord } from "../store/golden-record.js";
import { formatTable } from "./tables/table.js";
import { counted } from "./words.js";

type PlanOfChanges = Extract<PlanRecord, { kind: "changes" }>;

/** Which crash points were chosen, in short, and why not every change is crashed at. */
export function planBrief(plan: PlanRecord): string[] {
  switch (plan.kind) {
    case "none":
      return [];
    case "lines":
      return [linesText(plan.pointCount)];
    case "changes":
      return planCounts(plan);
  }
}

/** The same, with a table by step and region. */
export function planLines(plan: PlanRecord): string[] {
  return plan.kind === "changes" ? [...planTable(plan), ...planCounts(plan)] : planBrief(plan);
}

function planTable(plan: PlanOfChanges): string[] {
  const columns = [
    { heading: "step" },
    { heading: "region" },
    { heading: "run", numeric: true },
    { heading: "of writes", numeric: true },
  ];
  const cells = plan.rows.map((row) => [row.step, row.region, String(row.chosen), String(row.all)]);
  return ["Crash points", formatTable(columns, cells)];
}

function planCounts(plan: PlanOfChanges): string[] {
  const { pointsByModel, placeCount, representedCount, lossesLeftOut, interruptsLeftOut } = plan;
  const counts = Object.entries(pointsByModel);
  const pointCount = counts.reduce((sum, [, count]) => sum + count, 0);
  const byModel = counts.map(([name, count]) => `${count} ${name}`).join(", ") || "none";
  return [
    `${counted(pointCount, "crash point")} (${byModel}) at ` +
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

function linesText(pointCount: number): string {
  return pointCount > 0
    ? `it writes nothing: killed at ${counted(pointCount, "printed line")}`
    : "it writes nothing and prints nothing: there is no moment to crash it at";
}
