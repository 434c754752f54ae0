import { changesNothing } from "../../catalogue/expected-end.js";
import type { Scenario } from "../../catalogue/scenario.js";
import { linePoints } from "../../explore/line-points.js";
import { parsePoints } from "../../explore/point-filter.js";
import type { PointPlan } from "../../explore/points.js";
import type { Bench } from "../../media/bench.js";
import type { CrashModels } from "../../media/crash-models.js";
import type { SiteMap, SitesFound } from "../../model/sites/call-site.js";
import { UsageError } from "../../model/errors.js";
import type { RecordedRun } from "../../model/recorded-run.js";
import type { GoldenMade } from "../golden/golden-run.js";
import { firstsAlike } from "./alike-points.js";
import type { ExploreRequest, GoldenSummary, WorkerReply } from "./messages.js";

const blindNotice =
  "calls of sync() can't be seen here (strace is missing or not allowed, or processes stay " +
  "behind): where the target flushes by them, power losses are taken for worse than they are";

/** What the owner of a worker hears of the golden runs, with what is planned to be explored. */
export function goldenReply(
  scenario: Scenario,
  golden: GoldenMade & { readonly sites?: SitesFound | undefined },
  crashes: CrashModels,
  explore: ExploreRequest | undefined,
  bench: Pick<Bench, "resetToBase" | "key">,
): Extract<WorkerReply, { kind: "ready" | "undecided" }> {
  const summary = summaryOf(golden);
  const { sites } = golden;
  if (explore === undefined) {
    return { kind: "ready", golden: { ...summary, planned: { kind: "none" } } };
  }
  const blind = explore.models.includes("power") && !golden.seesSync;
  const notices = blind ? [...summary.notices, blindNotice] : summary.notices;
  const { writeCount, lineCount } = golden.recorded.shape;
  if (writeCount === 0 && changesNothing(scenario)) {
    const points = linePoints(lineCount, parsePoints(explore.points), explore.seed);
    return { kind: "ready", golden: { ...summary, notices, planned: { kind: "lines", points } } };
  }
  if (writeCount === 0) {
    return { kind: "undecided", reason: "the target wrote nothing: there is nothing to crash" };
  }
  if (sites?.kind === "not found") {
    return { kind: "undecided", reason: `--points sites: ${sites.reason}` };
  }
  const filter = parsePoints(explore.points);
  const plan = asPlanned(explore, crashes.plan({ ...explore, filter, ...(sites && { sites }) }));
  if (plan.placeCount === 0) throw nothingNamed(explore.points, golden.recorded);
  const flushes = explore.flushes ? crashes.flushTrials(explore.seed) : [];
  const alike = explore.alike && {
    alike: firstsAlike(plan.points, golden, crashes, bench, explore.seed),
  };
  const planned = { kind: "changes", plan, flushes, ...alike } as const;
  const known = sites === undefined ? {} : { sites: mapOf(sites) };
  return { kind: "ready", golden: { ...summary, notices, planned, ...known } };
}

/** Whether crash points are chosen by the places in the code that make the changes. */
export function asksForSites(explore: ExploreRequest | undefined): boolean {
  return explore !== undefined && parsePoints(explore.points).bySite;
}

function mapOf({ sites, spans, changeCount, watchedCount, notes }: SiteMap): SiteMap {
  return { sites, spans, changeCount, watchedCount, notes };
}

/** A log may come from another machine: its crashes are made from it alone. */
export function asPlanned({ logPath }: ExploreRequest, plan: PointPlan): PointPlan {
  return logPath === undefined ? plan : { ...plan, liveWrites: [] };
}

function nothingNamed(points: string | undefined, { shape }: RecordedRun): UsageError {
  const { spans, writeCount } = shape;
  const steps = [...new Set(spans.map(({ step }) => step))].join(", ");
  return new UsageError(
    `--points: "${points ?? ""}" lets none of the ${writeCount} writes through. ` +
      `The steps are: ${steps}. What regions are called, the plan of a run without --points shows`,
  );
}

function summaryOf({
  recorded: { shape },
  durationMs,
  deterministic,
  findings,
  work,
  notices,
  kills,
}: GoldenMade): Omit<GoldenSummary, "planned"> {
  const writesByStep: Record<string, number> = {};
  for (const { step, firstWrite, lastWrite } of shape.spans) {
    writesByStep[step] = (writesByStep[step] ?? 0) + Math.max(0, lastWrite - firstWrite + 1);
  }
  const { writeCount, lineCount } = shape;
  const counts = { writeCount, lineCount, writesByStep };
  return { ...counts, durationMs, deterministic, findings, work, notices, kills };
}
