import kleur from "kleur";
import { caseLine, failureBlock } from "../../report/case-text.js";
import { planLines } from "../../report/point-plan.js";
import { counted } from "../../report/words.js";
import type { CaseOrder } from "../../runner/case/case-order.js";
import type { CaseReply, GoldenSummary } from "../../runner/workers/messages.js";
import type { CaseRecord } from "../../store/records.js";
import type { RunWriter } from "../../store/run-folder.js";
import type { LiveLine } from "./live-line.js";
import type { SessionPlan } from "../../session/session-plan.js";

/** The cases of a session: what is run next, and what becomes of each. */
export class SessionCases {
  readonly records: CaseRecord[] = [];
  readonly #plan: SessionPlan;
  readonly #run: RunWriter;
  readonly #live: LiveLine;
  /** An uninterrupted run does not end as the scenario asks. */
  endsWrong = false;
  #planned: number;

  constructor(plan: SessionPlan, run: RunWriter, live: LiveLine) {
    this.#plan = plan;
    this.#run = run;
    this.#live = live;
    this.#planned = plan.explore === undefined ? plan.iterations : Infinity;
  }

  /** How many cases were to be run. Infinity where that is not known. */
  get plannedCount(): number {
    return this.#planned;
  }

  orderAt(index: number, golden: GoldenSummary): CaseOrder | undefined {
    const isOver = index >= this.#plan.iterations || this.#live.timeIsUp();
    return isOver ? undefined : this.#plan.orderAt(index, golden);
  }

  follow(reply: CaseReply): readonly CaseOrder[] {
    const { follow, iterations } = this.#plan;
    const orders = follow?.(reply) ?? [];
    if (orders.length === 0) return orders;
    this.#planned += orders.length;
    this.#live.setTotal(Math.min(this.#planned, iterations));
    return orders;
  }

  isOver(): boolean {
    return this.#live.timeIsUp() || this.records.length >= this.#plan.iterations;
  }

  ready(golden: GoldenSummary): void {
    this.#live.print(goldenLines(golden));
    this.endsWrong = golden.endsWrong;
    const { plan, lines = [] } = golden;
    if (golden.lines !== undefined) {
      this.#live.print([
        lines.length > 0
          ? `it writes nothing: killed at ${counted(lines.length, "printed line")}`
          : "it writes nothing and prints nothing: there is no moment to crash it at",
      ]);
    } else if (plan !== undefined) this.#live.print(planLines(plan));
    else return;
    this.#planned = plan?.points.length ?? lines.length;
    this.#live.setTotal(Math.min(this.#planned, this.#plan.iterations));
  }

  done(reply: CaseReply): void {
    if (this.#plan.takes?.(reply) === true) return;
    const { record, smallest } = reply;
    this.#run.appendCase(record);
    this.records.push(record);
    this.#live.print(caseLine(record));
    if (record.verdict === "violated" && !record.known) {
      this.#live.print([failureBlock(record, this.#plan.replayCommand(record.id), smallest)]);
    }
    this.#live.update(this.records);
  }

  /** What was planned and not run, where a limit ended the session. */
  notRun(): string[] {
    const count = this.#planned - this.records.length;
    if (!Number.isFinite(count) || count <= 0) return [];
    const what = this.#plan.explore === undefined ? "the time was up" : "the budget was used up";
    return [`${counted(count, "planned case")} not run: ${what}`];
  }
}

function goldenLines(golden: GoldenSummary): string[] {
  const steps = Object.entries(golden.writesByStep).map(([step, count]) => `${step} ${count}`);
  const lines = [
    `two uninterrupted runs: ${golden.writeCount} writes, ${golden.lineCount} lines, ` +
      `${golden.durationMs} ms recorded${golden.deterministic ? "" : ", not the same both times"}`,
    `writes by step: ${steps.join(", ")}`,
  ];
  for (const notice of golden.notices) lines.push(kleur.yellow(`notice: ${notice}`));
  for (const { class: className, checker, message } of golden.findings) {
    lines.push(kleur.yellow(`${className}: ${checker}: ${message}`));
  }
  return lines;
}
