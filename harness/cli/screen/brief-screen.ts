import kleur from "kleur";
import { briefSummary } from "../../report/brief/brief-summary.js";
import { FirstSeen } from "../../report/brief/first-seen.js";
import { goldenBrief, meantLines, whatRan, type WhatRan } from "../../report/golden-text.js";
import { knownWords } from "../../report/known-text.js";
import { planBrief } from "../../report/point-plan.js";
import { runTitle } from "../../report/run-title.js";
import { wrap } from "../../report/words.js";
import type { RunEvent, RunResult } from "../../session/run/run-events.js";
import type { CaseRecord } from "../../store/records.js";
import { earlierLine, endNotices, noteLines, undecidedLines } from "../../report/end-lines.js";
import { sitePlan } from "./site-plan.js";
import { LiveLine } from "./live-line.js";
import type { EventOf, RunScreen } from "./run-screen.js";

const mostColumns = 96;

/** Prints of a run each kind of finding once: when it is first seen, and in the totals. */
export class BriefScreen implements RunScreen {
  readonly #columns = process.stdout.isTTY
    ? Math.min(process.stdout.columns, mostColumns)
    : mostColumns;
  readonly #firstSeen = new FirstSeen(this.#columns);
  readonly #records: CaseRecord[] = [];
  #live: LiveLine | undefined;
  #whatRan: WhatRan = "a scenario";
  #command = "";
  #uncrashedCommand: string | undefined;

  show(event: RunEvent): void {
    switch (event.kind) {
      case "notice":
        if (this.#live === undefined) console.log(event.text);
        else this.#live.print([event.text]);
        break;
      case "start":
        this.#start(event);
        break;
      case "recording":
        this.#live?.recording(event.progress);
        break;
      case "plan":
        this.#plan(event);
        break;
      case "earlier":
        this.#records.push(...event.records);
        this.#live?.print([
          earlierLine(event.records),
          ...event.records.flatMap((record) => this.#firstSeen.case(record)),
        ]);
        this.#live?.update(this.#records);
        break;
      case "case":
        this.#records.push(event.record);
        this.#live?.setTotal(event.plannedCount);
        this.#live?.print(this.#firstSeen.case(event.record));
        this.#live?.update(this.#records);
        break;
      case "finding":
        break;
      case "end":
        this.stop();
        this.#end(event.result);
    }
  }

  stop(): void {
    this.#live?.stop();
  }

  /** The whole configuration, before the work begins. */
  #start({ configuration, folder, limits, steps }: EventOf<"start">): void {
    const { command, scenario, options } = configuration;
    const words = Object.entries(options).map(([name, value]) => `${name}=${String(value)}`);
    this.#command = command;
    this.#whatRan = whatRan(scenario);
    console.log(kleur.bold(wrap(runTitle(configuration), "")));
    console.log(wrap(words.join(" "), "", this.#columns));
    console.log(`results: ${folder}`);
    this.#live = new LiveLine(limits, steps);
  }

  #plan({ golden, plan, plannedCount, replayCommand }: EventOf<"plan">): void {
    this.#uncrashedCommand = replayCommand;
    this.#live?.print([
      ...goldenBrief(golden, this.#columns),
      ...[...planBrief(plan), ...sitePlan(golden)].map((line) => wrap(line, "", this.#columns)),
      ...this.#firstSeen.uncrashed(golden.findings),
      ...meantLines(golden.findings, this.#whatRan),
    ]);
    this.#live?.setTotal(plannedCount);
  }

  #end(result: RunResult): void {
    const { records, totals, knownNotSeen, end, golden, failures, stored } = result;
    const { seed, folder } = result;
    if (end.kind === "undecided" && records.length === 0) {
      for (const line of undecidedLines(end.reason, seed, folder)) console.log(line);
      return;
    }
    const lines = [
      "",
      ...noteLines(stored),
      ...briefSummary({
        cases: records,
        uncrashed: golden?.findings ?? [],
        failures,
        ...(this.#uncrashedCommand === undefined
          ? {}
          : { uncrashedCommand: this.#uncrashedCommand }),
        plannedCount: totals.planned,
        elapsedMs: totals.elapsedMs,
        knownNotSeen: knownNotSeen.map(knownWords),
        notices: endNotices(stored, records, this.#command),
        sites: result.sites,
        columns: this.#columns,
      }),
    ];
    for (const line of lines) console.log(line);
  }
}
