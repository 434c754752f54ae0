import { replayCommandOf } from "../../catalogue/replay-command.js";
import { caseId } from "../../runner/case/case-record.js";
import { notSeen } from "../../runner/case/known.js";
import type { KeptEvidence } from "../../runner/evidence/kept-failures.js";
import { outcomeKind } from "../../model/findings/outcome-kind.js";
import type { SitesFound } from "../../model/sites/call-site.js";
import type { GoldenProgress } from "../../model/recorded-run.js";
import type { CaseOrder } from "../../runner/case/case-order.js";
import type { CaseReply, GoldenSummary } from "../../runner/workers/messages.js";
import type { SoakEnd } from "../../runner/workers/soak.js";
import { isKept } from "../../store/failures/failure-folder.js";
import type { CaseRecord } from "../../store/records.js";
import type { RunWriter } from "../../store/run-folder.js";
import { toldBy, withSequel } from "../continue/sequel-of.js";
import { endRecordOf } from "./end-record-of.js";
import { failureOf } from "./failure.js";
import { goldenRecordOf } from "./golden-record-of.js";
import { isFailure, judgeRun } from "./judge-run.js";
import type { Failure, RunEnd, RunEvent, RunResult, RunTotals } from "../run/run-events.js";
import type { SessionPlan } from "./session-plan.js";
import type { TimeBudget } from "./time-budget.js";

/** The cases of a run: what is run next, and what becomes of each. */
export class SessionCases {
  readonly #plan: SessionPlan;
  readonly #folder: RunWriter;
  readonly #tell: (event: RunEvent) => void;
  readonly #time: TimeBudget;
  readonly #records: CaseRecord[];
  /** So many were stored before this sitting. */
  readonly #earlierCount: number;
  readonly #failures: Failure[] = [];
  readonly #keptIds = new Set<string>();
  #noRoom: string | undefined;
  readonly #lostWorkers = { stuck: 0, died: 0 };
  #golden: GoldenSummary | undefined;
  #sites: SitesFound | undefined;
  /** Infinity where it is not known. */
  #plannedCount: number;

  constructor(
    plan: SessionPlan,
    folder: RunWriter,
    time: TimeBudget,
    tell: (event: RunEvent) => void,
  ) {
    this.#plan = plan;
    this.#time = time;
    this.#folder = folder;
    this.#tell = tell;
    this.#plannedCount = plan.orders.explore === undefined ? plan.limits.cases : Infinity;
    this.#records = [...(plan.earlier?.stored.cases ?? [])];
    this.#earlierCount = this.count;
    for (const record of this.#records) this.#recall(record);
  }

  /** Counts a case of an earlier sitting. */
  #recall(record: CaseRecord): void {
    const { id, sequel } = record;
    if (sequel?.lost !== undefined) this.#lostWorkers[sequel.lost] += 1;
    if (record.verdict !== "violated") return;
    const kept = { ids: isKept(this.#folder.path, id) ? [id] : [] };
    for (const each of kept.ids) this.#keptIds.add(each);
    if (!isFailure(record, this.#plan.strict)) return;
    const { subject } = this.#plan;
    this.#failures.push(failureOf(record, toldBy(record), kept, subject, this.#folder.path));
  }

  get count(): number {
    return this.#records.length;
  }

  orderAt(place: number, golden: GoldenSummary): CaseOrder | undefined {
    const isLast = place + this.#earlierCount >= this.#plan.limits.cases;
    return isLast || this.#timeIsUp() ? undefined : this.#plan.orders.orderAt(place, golden);
  }

  follow(reply: CaseReply): readonly CaseOrder[] {
    const orders = this.#plan.orders.follow(reply);
    this.#plannedCount += orders.length;
    return orders;
  }

  isOver(): boolean {
    return this.#timeIsUp() || this.count >= this.#plan.limits.cases;
  }

  recording(progress: GoldenProgress): void {
    this.#tell({ kind: "recording", progress });
  }

  ready(golden: GoldenSummary): void {
    this.#time.beginCases();
    this.#golden = golden;
    const { subject, seed, orders } = this.#plan;
    // Throws where it is not the plan of the cases that are stored: nothing is overwritten then.
    this.#plannedCount = orders.plannedCount(golden) ?? this.#plannedCount;
    const record = goldenRecordOf(golden);
    this.#folder.writeGolden(record);
    if (golden.sites !== undefined) this.foundSites({ kind: "found", ...golden.sites });
    const id = caseId(subject, seed, []);
    const replayCommand = replayCommandOf(id, subject.replayWords);
    this.#tell({
      ...{ kind: "plan", golden, plan: record.plan, plannedCount: this.#plannedCount },
      ...(golden.findings.some(({ known }) => !known) ? { replayCommand } : {}),
    });
    if (this.#earlierCount > 0) this.#tell({ kind: "earlier", records: [...this.#records] });
    if (this.#isEmptyShard()) {
      const text =
        "this shard has no cases: there are fewer than shards. It shows nothing by itself";
      this.#tell({ kind: "notice", text });
    }
  }

  done(reply: CaseReply, kept: KeptEvidence): void {
    if (reply.lost !== undefined) this.#lostWorkers[reply.lost] += 1;
    if (this.#plan.orders.takes(reply)) return;
    const record = withSequel(reply);
    this.#folder.appendCase(record);
    this.#records.push(record);
    this.#noteKept(kept);
    this.#tell({ kind: "case", record, plannedCount: this.#plannedCount });
    if (!isFailure(record, this.#plan.strict)) return;
    const failure = failureOf(record, reply, kept, this.#plan.subject, this.#folder.path);
    this.#failures.push(failure);
    this.#tell({ kind: "finding", failure });
  }

  /** That there is no room is told once; how much was kept stands in the totals. */
  #noteKept({ ids, noRoom }: KeptEvidence): void {
    for (const id of ids) this.#keptIds.add(id);
    if (noRoom === undefined || this.#noRoom !== undefined) return;
    this.#noRoom = noRoom;
    const text = `${noRoom}: no more evidence is kept, but each case is still judged and stored`;
    this.#tell({ kind: "notice", text });
  }

  /**
   * Up to which change the places in the target's code are wanted: where something failed, up to
   * the first crash of each kind of failure. For that the target is run once more.
   */
  get wantedSites(): { readonly upTo: number } | undefined {
    const { logPath } = this.#plan.subject;
    const firsts = new Map<string, number>();
    for (const { record } of this.#failures) {
      const kind = outcomeKind(record);
      const change = (record.cuts[0]?.write ?? 0) + 1;
      firsts.set(kind, Math.min(change, firsts.get(kind) ?? Infinity));
    }
    if (firsts.size === 0 || this.#sites !== undefined || logPath !== undefined) return undefined;
    return { upTo: Math.max(...firsts.values()) };
  }

  /** Takes what is known of the places in the target's code that make the changes. */
  foundSites(found: SitesFound): void {
    this.#sites = found;
    this.#folder.writeSites(found);
  }

  /** How it has ended where the runner says that it is complete: a limit may have come first. */
  endOf(end: SoakEnd): RunEnd {
    if (end.kind === "undecided") return end;
    const isShort = Number.isFinite(this.#plannedCount) && this.count < this.#plannedCount;
    return { kind: isShort ? "limit" : "complete" };
  }

  /** How it has ended where the time was up before all work was done. */
  endOfTime(): RunEnd {
    if (this.#golden !== undefined) return { kind: "limit", graceMs: this.#time.graceMs };
    const spent = `${Math.round(this.#plan.limits.ms / 1000)} s were up`;
    const reason = `${spent} before the uninterrupted runs were made and judged: give it more time`;
    return { kind: "undecided", reason };
  }

  result(end: RunEnd): RunResult {
    const { strict, seed, subject, orders } = this.#plan;
    const [records, golden] = [this.#records, this.#golden];
    const uncrashed = golden?.findings ?? [];
    const notes = orders.notes();
    const isEmptyShard = this.#isEmptyShard();
    const result = {
      ...judgeRun({ records, end, uncrashed, notNested: notes.notNested, strict, isEmptyShard }),
      end,
      totals: this.#totals(),
      failures: this.#failures,
      golden,
      records,
      knownNotSeen: notSeen(records, uncrashed, subject.scenario.known, subject.target.name),
      seed,
      folder: this.#folder.path,
      ...(this.#noRoom === undefined ? {} : { noRoom: this.#noRoom }),
      ...this.#sitesKnown(),
      ...notes,
    };
    return { ...result, stored: endRecordOf(result) };
  }

  /** Where something failed and nobody has looked, the reason. */
  #sitesKnown(): Pick<RunResult, "sites"> {
    if (this.#sites !== undefined) return { sites: this.#sites };
    if (this.#failures.length === 0) return {};
    const isLog = this.#plan.subject.logPath !== undefined;
    const reason = isLog
      ? "a log (--trace) does not tell who wrote"
      : "the run was ended before that; replay ID --where tells it";
    return { sites: { kind: "not found", reason } };
  }

  #isEmptyShard(): boolean {
    return this.#plan.shard !== undefined && this.#plannedCount === 0;
  }

  #totals(): RunTotals {
    const count = (holds: (record: CaseRecord) => boolean) => this.#records.filter(holds).length;
    return {
      cases: this.count,
      held: count(({ verdict }) => verdict === "held"),
      violated: count(({ verdict, known }) => verdict === "violated" && !known),
      known: count(({ verdict, known }) => verdict === "violated" && known),
      undecided: count(({ verdict }) => verdict === "undecided"),
      kept: count(({ verdict, id }) => verdict === "violated" && this.#keptIds.has(id)),
      lostWorkers: { ...this.#lostWorkers },
      planned: this.#plannedCount,
      elapsedMs: this.#time.elapsedMs,
    };
  }

  #timeIsUp(): boolean {
    return this.#time.leftMs === 0;
  }
}
