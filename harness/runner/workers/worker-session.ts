import { performance } from "node:perf_hooks";
import { requireSameProgram } from "../../catalogue/program.js";
import { baseDigest } from "../../catalogue/base-digest.js";
import type { Medium, OpenMedium } from "../../media/medium.js";
import type { SitesFound } from "../../model/sites/call-site.js";
import { DecodeError, messageOf, UsageError } from "../../model/errors.js";
import type { GoldenProgress } from "../../model/recorded-run.js";
import { Recent } from "../../model/recent.js";
import type { Finding } from "../../model/verdict.js";
import { storeChangeMap } from "../../store/changes/change-map-file.js";
import { evidenceLimitBytes } from "../../store/failures/failure-folder.js";
import { startLauncher } from "../../target/launcher.js";
import { pathInSandbox } from "../../target/sandbox.js";
import type { CaseOrder } from "../case/case-order.js";
import { CaseRunner } from "../case/case.js";
import type { KnownResume } from "../case/resume-result.js";
import { Shrinker } from "../case/shrinker.js";
import type { GoldenBytes } from "../evidence/case-blobs.js";
import { JudgeAgain } from "../evidence/judge-again.js";
import { changeMapOf } from "../evidence/change-map.js";
import { keepParts, type LastCase } from "../evidence/keep-parts.js";
import type { KeptPart } from "../evidence/kept-failures.js";
import { makeGolden, type GoldenMade, type GoldenResult } from "../golden/golden-run.js";
import { adoptedGolden, handedGolden, type HandedGolden } from "../golden/handed-golden.js";
import { Lab } from "../lab/lab.js";
import { findSites } from "../sites/find-sites.js";
import { openOutside } from "../lab/open-outside.js";
import { tryOnce } from "../golden/trial.js";
import { GoldenTicker } from "./golden-ticker.js";
import { asksForSites, goldenReply } from "./golden-summary.js";
import { BoundedTools } from "./bounded-tools.js";
import type { WorkerReply, WorkerRequest } from "./messages.js";
import type { WorkerKinds } from "./worker-kinds.js";
import { NestedPoints } from "./nested-points.js";
import { secondSignals } from "./second-signals.js";

type OpenRequest = Extract<WorkerRequest, { kind: "open" }>;

/** What cases are run with, once there is a golden to judge by. */
interface Ready extends OpenMedium {
  readonly golden: GoldenMade;
  readonly runner: CaseRunner;
  readonly shrinker: Shrinker;
  /** Undefined where nothing is explored. */
  readonly nested: NestedPoints | undefined;
}

/** What is known of more states than this is forgotten: a soak may run for days. */
const mostStates = 20_000;

/** What a worker does for its owner, one request after the other. */
export class WorkerSession {
  readonly #request: OpenRequest;
  readonly #medium: Medium;
  readonly #lab: Lab;
  readonly #tools: BoundedTools;
  #ready: Ready | undefined;
  #digest: Promise<string> | undefined;
  #last: LastCase | undefined;
  #goldenKept: GoldenBytes | undefined;
  #again: JudgeAgain | undefined;

  private constructor(request: OpenRequest, medium: Medium, lab: Lab, tools: BoundedTools) {
    this.#request = request;
    this.#tools = tools;
    this.#medium = medium;
    this.#lab = lab;
  }

  /** Builds the lab. */
  static async open(
    request: OpenRequest,
    { openMedium, openVictim }: WorkerKinds,
  ): Promise<WorkerSession> {
    const { scenario, target, imagePath } = request;
    const outside = openOutside(scenario, target, imagePath);
    const launcher = startLauncher(outside.entry);
    const victim = openVictim(launcher);
    const tools = new BoundedTools(launcher.runTool, () => performance.now());
    const medium = await openMedium(imagePath, tools.run);
    const lab = new Lab(
      { bench: medium.bench, victim, launcher, runTool: tools.run, outside },
      scenario,
      target,
    );
    return new WorkerSession(request, medium, lab, tools);
  }

  /** Runs the commands once, to see what they do. */
  async tryOnce(): Promise<WorkerReply> {
    const { scenario } = this.#request;
    return { kind: "tried", trial: await tryOnce(this.#lab, this.#medium, scenario) };
  }

  /**
   * Checks the assumptions by two uninterrupted runs, and plans what to explore. `tell` hears how
   * far that is.
   */
  record(tell: (progress: GoldenProgress) => void): Promise<WorkerReply> {
    const ticker = new GoldenTicker(this.#lab.bench, tell);
    return this.#record(ticker).finally(() => ticker.stop());
  }

  async #record(ticker: GoldenTicker): Promise<WorkerReply> {
    const golden = await this.#golden(ticker);
    if (golden.kind === "undecided") return golden;
    const { crashes } = this.#openBy(golden);
    const { scenario, explore, mapPath } = this.#request;
    const bySite = asksForSites(explore);
    if (bySite) ticker.begin("one more run, its calls watched");
    const known = { ...golden, sites: bySite ? await this.sites() : undefined };
    const reply = goldenReply(scenario, known, crashes, explore, this.#lab.bench);
    if (mapPath !== undefined && reply.kind === "ready") {
      storeChangeMap(mapPath, changeMapOf(golden.recorded, crashes));
    }
    return reply;
  }

  /** Which code makes each change of the recorded run, up to one of them. */
  sites(upTo?: number): Promise<SitesFound> {
    const { golden, crashes } = this.#opened();
    return findSites({ lab: this.#lab, target: this.#request.target, golden, crashes }, upTo);
  }

  /** The golden that was recorded here, for other workers. */
  handOver(): HandedGolden {
    return handedGolden(this.#opened().golden);
  }

  /** Takes the golden that another worker has recorded: point N is then the same everywhere. */
  adopt(handed: HandedGolden): void {
    this.#openBy(adoptedGolden(handed, this.#lab.bench));
  }

  /** A checker or a tool that throws here leaves everything undecided, and is not to be blamed. */
  async #golden(ticker: GoldenTicker): Promise<GoldenResult> {
    const { scenario, target, explore } = this.#request;
    try {
      const live = await makeGolden(this.#lab, this.#medium, scenario, target, (phase) =>
        ticker.begin(phase),
      );
      return live.kind === "golden" ? await this.#withLog(live, explore?.logPath) : live;
    } catch (error) {
      if (error instanceof UsageError || error instanceof DecodeError) throw error;
      const reason = `the uninterrupted runs could not be judged: ${messageOf(error)}`;
      return { kind: "undecided", reason };
    }
  }

  /** Puts another tool's log in the place of the recorded run, where one is given. */
  async #withLog(made: GoldenMade, path: string | undefined): Promise<GoldenResult> {
    if (path === undefined) return made;
    const read = await this.#logs().read(pathInSandbox(path), made.golden);
    return "kind" in read ? read : { ...made, recorded: read, kills: "made" };
  }

  #logs(): NonNullable<Medium["logs"]> {
    const { logs, bench } = this.#medium;
    if (logs !== undefined) return logs;
    throw new UsageError(`no other tool keeps traces of a ${bench.noun}`);
  }

  #openBy(golden: GoldenMade): Ready {
    const { scenario, target, devices, explore } = this.#request;
    const opened = this.#medium.openBy(golden.golden, golden.recorded, devices);
    const clock = () => performance.now();
    const context = { ...opened, lab: this.#lab, scenario, target, golden, clock };
    const known = {
      reruns: new Recent<Finding[]>(mostStates),
      resumes: new Recent<KnownResume>(mostStates),
    };
    const runner = new CaseRunner({ ...context, ...known });
    const shrinker = new Shrinker(runner, context, this.#request.reducedKinds);
    const nested = explore && new NestedPoints(explore, runner, opened.crashes);
    this.#ready = { ...opened, golden, runner, shrinker, nested };
    return this.#ready;
  }

  #opened(): Ready {
    if (this.#ready === undefined) throw new Error("nothing is recorded yet, nor adopted");
    return this.#ready;
  }

  /**
   * Runs one case, and makes a failing one smaller. A case that could not be judged to its end in
   * the time of the run is none.
   */
  async runCase(order: CaseOrder): Promise<WorkerReply> {
    const { runner, shrinker, crashes, nested: nestedPoints } = this.#opened();
    const { evidenceLimitBytes: runLimitBytes = evidenceLimitBytes } = this.#request;
    // A case that saw the change is undecided; here it ends the whole run.
    requireSameProgram(this.#request.target.file);
    const startedMs = performance.now();
    const limitMs = order.leftMs ?? Infinity;
    this.#tools.begin(limitMs);
    const result = await runner.run(order);
    const { evidence } = result;
    const { record, nested, notNested } = (await nestedPoints?.after(order, result)) ?? {
      record: result.record,
      nested: [],
    };
    if (this.#tools.isOutOfTime()) return { kind: "out of time" };
    const seconds = secondSignals(this.#request.explore, result, {
      ...{ lab: this.#lab, target: this.#request.target, crashes },
    });
    const isToShrink = ![order.detail, order.trial, order.asFound].includes(true);
    const left = { ...order, leftMs: limitMs - (performance.now() - startedMs) };
    const reduced = isToShrink ? await shrinker.shrink(left, record, evidence.points) : undefined;
    const shrunk = this.#tools.isOutOfTime() ? undefined : reduced;
    const smallest = shrunk?.smallest;
    this.#last = {
      case: { record, evidence },
      smallest: shrunk?.result,
      needs: smallest,
      // Whoever asks for details of one case has the room for it.
      limitBytes: order.detail === true ? Infinity : runLimitBytes,
    };
    const { outputs, layouts, crashDigests, agreements } = evidence;
    return {
      kind: "case",
      record,
      trial: order.trial === true,
      outputs: order.detail === true ? outputs : [],
      layouts,
      crashDigests,
      agreements,
      nested: [...nested, ...seconds.cases],
      secondsLeftOut: seconds.leftOutCount,
      ...(notNested === undefined ? {} : { notNested }),
      ...(smallest && { smallest }),
    };
  }

  /** Leaves folders of the last case. */
  async keep(parts: readonly KeptPart[]): Promise<WorkerReply> {
    const { runPath, devices, replayWords = [] } = this.#request;
    const last = this.#last;
    if (last === undefined || runPath === undefined) throw new Error("there is nothing to keep");
    const kept = await keepParts(last, parts, {
      ...{ runPath: pathInSandbox(runPath), devices, replayWords },
      ...{ imageDigest: await this.#imageDigest(), golden: this.#goldenBytes() },
    });
    return { kind: "kept", ...kept };
  }

  /** What uninterrupted runs have left; undefined where the medium can't store it. */
  #goldenBytes(): GoldenBytes | undefined {
    const { ends } = this.#medium;
    if (ends === undefined) return undefined;
    const { golden, recorded, byMedium: findings } = this.#opened().golden;
    this.#goldenKept ??= {
      traceBytes: recorded.traceBytes,
      ends: ends.store(golden, recorded),
      findings,
    };
    return this.#goldenKept;
  }

  #imageDigest(): Promise<string> {
    this.#digest ??= baseDigest(this.#request.imagePath);
    return this.#digest;
  }

  /** Judges anew what the folder of a failure tells, with nothing run. */
  async judgeAgain(folder: string): Promise<WorkerReply> {
    this.#again ??= new JudgeAgain(this.#medium, this.#request.scenario);
    return { kind: "judged again", ...(await this.#again.judge(pathInSandbox(folder))) };
  }

  /** Writes the recorded run as another tool's log. */
  exportLog(path: string, writeCount: number): WorkerReply {
    const { golden } = this.#opened();
    this.#lab.bench.resetToBase();
    const own = pathInSandbox(path);
    return { kind: "exported", ...this.#logs().write(own, golden.recorded, writeCount) };
  }
}
