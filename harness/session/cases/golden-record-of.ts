import { countBy } from "../../model/count-by.js";
import { modelOf, type CrashPoint } from "../../model/trace.js";
import type { GoldenSummary } from "../../runner/workers/messages.js";
import type { PlannedPoints } from "../../runner/workers/planned-points.js";
import { formatVersion } from "../../store/format-version.js";
import type { GoldenRecord, PlanRecord } from "../../store/golden-record.js";

/** What is stored of the uninterrupted runs, and of the plan that was made of them. */
export function goldenRecordOf(golden: GoldenSummary): GoldenRecord {
  const { writeCount, lineCount, writesByStep, durationMs, deterministic } = golden;
  const { work, findings, notices, planned } = golden;
  return {
    version: formatVersion,
    ...{ writeCount, lineCount, writesByStep, durationMs, deterministic },
    ...{ work, findings, notices, plan: planRecordOf(planned) },
  };
}

function planRecordOf(planned: PlannedPoints): PlanRecord {
  switch (planned.kind) {
    case "none":
      return planned;
    case "lines":
      return { kind: "lines", pointCount: planned.points.length };
    case "changes": {
      const { points, placeCount, representedCount, lossesLeftOut, interruptsLeftOut, rows } =
        planned.plan;
      const pointsByModel = Object.fromEntries(countBy(points, modelName));
      return {
        ...{ kind: "changes", pointsByModel, placeCount, representedCount },
        ...{ lossesLeftOut, interruptsLeftOut, rows },
      };
    }
  }
}

function modelName(point: CrashPoint): string {
  return point.kind === "power" ? `power on ${point.device}` : modelOf(point);
}
