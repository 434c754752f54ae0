import kleur from "kleur";
import { caseLine, failureBlock } from "../report/case-text.js";
import { planLines } from "../report/point-plan.js";
import { counted } from "../report/words.js";
import type { CaseOrder } from "../runner/case-order.js";
import type { CaseReply, GoldenSummary } from "../runner/messages.js";
import type { CaseRecord } from "../store/records.js";
import type { RunWriter } from "../store/run-folder.js";
import type { LiveLine } from "./live-line.js";
import type { SessionPlan } from "./session-plan.js";

/** The cases of a session: what is run next, and what becomes of each. */
export class SessionCases {
  readonly records: CaseRecord[] = [];
  readonly #plan: SessionPlan;
  readonly #run: RunWriter;
  readonly #live: LiveLine;
  #planned = Infinity;

  constructor(plan: SessionPlan, run: RunWriter, live: LiveLine) {
    this.#plan = plan;
    this.#run = run;
    this.#live = live;
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
    if (golden.plan === undefined) return;
    this.#live.print(planLines(golden.plan));
    this.#planned = golden.plan.points.length;
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
    return [`${counted(count, "planned case")} not run: the budget was used up`];
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
