import { performance } from "node:perf_hooks";
import { parsePoints } from "../../explore/point-filter.js";
import { flushTrials } from "../../explore/power/flush-trials.js";
import { linePoints } from "../../explore/line-points.js";
import { planPoints, type PointPlan } from "../../explore/points.js";
import { diskRegions } from "../../layout/disk-regions.js";
import { Recent } from "../../oracles/recent.js";
import { writeFailureFolder } from "../../store/failure-folder.js";
import { DecodeError, messageOf, UsageError } from "../../model/errors.js";
import type { CaseOrder } from "../case/case-order.js";
import { CaseRunner, type CaseResult } from "../case/case.js";
import { Examiner } from "../../media/disk/examiner.js";
import { changesNothing } from "../golden/expected-end.js";
import { exportLog } from "../../media/disk/export-log.js";
import { failureFiles } from "../evidence/failure-files.js";
import { makeGolden, type GoldenMade, type GoldenResult } from "../golden/golden-run.js";
import { sha256OfImage } from "../../catalogue/image-digest.js";
import { Lab } from "../lab/lab.js";
import { withLog } from "../../media/disk/log-run.js";
import type {
  CaseReply,
  ExploreRequest,
  GoldenSummary,
  WorkerReply,
  WorkerRequest,
} from "./messages.js";
import { Shrinker } from "../case/shrinker.js";

type OpenRequest = Extract<WorkerRequest, { kind: "open" }>;

interface Opened {
  readonly lab: Lab;
  readonly golden: GoldenMade;
  readonly runner: CaseRunner;
  readonly shrinker: Shrinker;
}

/** What is known of more states than this is forgotten: a soak may run for days. */
const mostStates = 20_000;

const blindNotice =
  "calls of sync() can't be seen here (strace is missing or not allowed, or processes stay " +
  "behind): where the target flushes by them, power losses are taken for worse than they are";

/** What a worker does for its owner, one request after the other. */
export class WorkerSession {
  readonly #request: OpenRequest;
  #opened: Opened | undefined;
  #digest: Promise<string> | undefined;
  /** Keys of the crash images whose resumes were planned to be crashed. */
  readonly #expanded = new Set<string>();

  constructor(request: OpenRequest) {
    this.#request = request;
  }

  /** Builds the lab, checks the assumptions, plans what to explore. */
  async open(): Promise<WorkerReply> {
    const { scenario, target, imagePath, devices, explore } = this.#request;
    const lab = await Lab.open(scenario, target, imagePath);
    const examiner = new Examiner(lab);
    const golden = await this.#golden(lab, examiner);
    if (golden.kind === "undecided") return golden;
    const clock = () => performance.now();
    const runner = new CaseRunner({
      lab,
      examiner,
      scenario,
      target,
      golden,
      devices,
      reruns: new Recent(mostStates),
      resumes: new Recent(mostStates),
      clock,
    });
    const shrinker = new Shrinker(runner, golden, devices, clock);
    this.#opened = { lab, golden, runner, shrinker };
    const summary = summaryOf(golden);
    if (explore === undefined) return { kind: "ready", golden: summary };
    const blind = explore.models.includes("power") && !golden.seesSync;
    const notices = blind ? [...summary.notices, blindNotice] : summary.notices;
    const { writeCount, lineCount } = golden.recorded.shape;
    if (writeCount === 0 && changesNothing(scenario)) {
      const lines = linePoints(lineCount, parsePoints(explore.points), explore.seed);
      return { kind: "ready", golden: { ...summary, notices, lines } };
    }
    if (writeCount === 0) {
      return { kind: "undecided", reason: "the target wrote nothing: there is nothing to crash" };
    }
    const plan = this.#plan(explore, golden, explore.points, explore.seed);
    if (plan.placeCount === 0) throw nothingNamed(explore.points, golden);
    const flushes = explore.flushes ? flushTrials(golden, explore.seed) : undefined;
    return { kind: "ready", golden: { ...summary, notices, plan, ...(flushes && { flushes }) } };
  }

  /** A checker or a tool that throws here leaves everything undecided, and is not to be blamed. */
  async #golden(lab: Lab, examiner: Examiner): Promise<GoldenResult> {
    const { scenario, target, explore } = this.#request;
    try {
      const live = await makeGolden(lab, examiner, scenario, target);
      return live.kind === "golden" ? await withLog(examiner, live, explore?.logPath) : live;
    } catch (error) {
      if (error instanceof UsageError || error instanceof DecodeError) throw error;
      const reason = `the uninterrupted runs could not be judged: ${messageOf(error)}`;
      return { kind: "undecided", reason };
    }
  }

  /** Runs one case; makes a failing one smaller, and leaves its folder. */
  async runCase(order: CaseOrder): Promise<WorkerReply> {
    if (this.#opened === undefined) throw new Error("the scenario could not be opened");
    const { runner, shrinker } = this.#opened;
    const result = await runner.run(order);
    const { evidence } = result;
    const { record, nested } = await this.#withNested(order, result);
    const smallest =
      order.detail === true || order.trial === true
        ? undefined
        : await shrinker.shrink(order, record);
    const { runPath, devices } = this.#request;
    if (record.verdict === "violated" && runPath !== undefined && order.trial !== true) {
      writeFailureFolder(
        runPath,
        record.id,
        failureFiles(record, evidence, smallest, devices, await this.#imageDigest()),
      );
    }
    const { outputs, layouts, crashDigests, agreements } = evidence;
    return {
      kind: "case",
      record,
      trial: order.trial === true,
      outputs: order.detail === true ? outputs : [],
      layouts,
      crashDigests,
      agreements,
      nested,
      ...(smallest && { smallest }),
    };
  }

  #imageDigest(): Promise<string> {
    this.#digest ??= sha256OfImage(this.#request.imagePath);
    return this.#digest;
  }

  /** Writes the recorded run as a dm-log-writes file. */
  exportLog(path: string, writeCount: number): WorkerReply {
    if (this.#opened === undefined) throw new Error("the scenario could not be opened");
    const { lab, golden } = this.#opened;
    lab.shim.disk.resetToBase();
    return { kind: "exported", ...exportLog(lab.shim.disk, golden.recorded, writeCount, path) };
  }

  /** A case that held is undecided where its resume was to be crashed, and can't be recorded. */
  async #withNested(
    order: CaseOrder,
    result: CaseResult,
  ): Promise<Pick<CaseReply, "record" | "nested">> {
    const { record } = result;
    try {
      return { record, nested: await this.#nested(order, result) };
    } catch (error) {
      if (record.verdict !== "held") return { record, nested: [] };
      const reason = `its resume could not be recorded, to be crashed: ${messageOf(error)}`;
      const { class: heldClass, ...others } = record;
      return { record: { ...others, verdict: "undecided", reason }, nested: [] };
    }
  }

  /** Crash points in the resume of a crash that did no harm; of like images only once. */
  async #nested(order: CaseOrder, { record, lastStage }: CaseResult): Promise<CaseReply["nested"]> {
    const { explore } = this.#request;
    if (order.kind !== "explored" || explore === undefined || this.#opened === undefined) return [];
    if (order.trial === true || order.cuts.length >= explore.depth) return [];
    if (!resumeHeld(record)) return [];
    if (lastStage === undefined || this.#expanded.has(lastStage.key.whole)) return [];
    this.#expanded.add(lastStage.key.whole);
    const { runner, golden, lab } = this.#opened;
    const recorded = await runner.resumeOf(lastStage);
    if (recorded === undefined) return [];
    const regionsBefore = diskRegions(lab.shim.disk.source());
    const territory = { ...golden, recorded, regionsBefore };
    const seed = `${explore.seed} ${record.id}`;
    const { points } = this.#plan(explore, territory, explore.nested, seed);
    return points.map((point) => [...order.cuts, point]);
  }

  #plan(
    explore: ExploreRequest,
    territory: Parameters<typeof planPoints>[0],
    points: string | undefined,
    seed: string,
  ): PointPlan {
    const devices = this.#request.devices.filter(({ name }) => explore.devices.includes(name));
    const plan = planPoints(territory, parsePoints(points), explore.models, devices, seed);
    // A log may come from another machine: its crashes are made from it alone.
    return explore.logPath === undefined ? plan : { ...plan, liveWrites: [] };
  }
}

/** What is seen at a crash says nothing of the resume; what is seen after it does. */
function resumeHeld({ verdict, findings }: CaseResult["record"]): boolean {
  return verdict !== "undecided" && findings.every(({ kill }) => kill > 0);
}

function nothingNamed(points: string | undefined, { recorded }: GoldenMade): UsageError {
  const { spans, writeCount } = recorded.shape;
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
  wrongEnds,
  notices,
}: GoldenMade): GoldenSummary {
  const writesByStep: Record<string, number> = {};
  for (const { step, firstWrite, lastWrite } of shape.spans) {
    writesByStep[step] = (writesByStep[step] ?? 0) + Math.max(0, lastWrite - firstWrite + 1);
  }
  const { writeCount, lineCount } = shape;
  const endsWrong = wrongEnds.length > 0;
  const counts = { writeCount, lineCount, writesByStep };
  return { ...counts, durationMs, deterministic, findings, endsWrong, notices };
}
