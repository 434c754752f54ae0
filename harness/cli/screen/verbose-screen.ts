import kleur from "kleur";
import { caseLine, failureBlock } from "../../report/case-text.js";
import { goldenLines, whatRan, type WhatRan } from "../../report/golden-text.js";
import { planLines } from "../../report/point-plan.js";
import { outcomeKind } from "../../model/findings/outcome-kind.js";
import { runTitle } from "../../report/run-title.js";
import type { RunEvent, RunResult } from "../../session/run/run-events.js";
import type { CaseRecord } from "../../store/records.js";
import { earlierLine, endNotices, noteLines, undecidedLines } from "../../report/end-lines.js";
import { whereSection } from "../../report/where/where-section.js";
import { sitePlan } from "./site-plan.js";
import { LiveLine } from "./live-line.js";
import type { EventOf, RunScreen } from "./run-screen.js";
import { totalsLines } from "../../report/totals.js";

/** Prints all that happens in a run of many cases, case by case, with a live line below it. */
export class VerboseScreen implements RunScreen {
  #live: LiveLine | undefined;
  #steps: readonly string[] = [];
  #whatRan: WhatRan = "a scenario";
  readonly #records: CaseRecord[] = [];
  #command = "";
  /** Explorations have many cases that end alike: the first of each kind is shown. */
  readonly #kinds = new Set<string>();
  #isNews = true;

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
        this.#live?.print([earlierLine(event.records)]);
        this.#live?.update(this.#records);
        break;
      case "case":
        this.#case(event);
        break;
      case "finding":
        this.#finding(event);
        break;
      case "end":
        this.stop();
        this.#end(event.result);
    }
  }

  /** Removes the live line. */
  stop(): void {
    this.#live?.stop();
  }

  /** The whole configuration, before the work begins. */
  #start({ configuration, folder, limits, steps }: EventOf<"start">): void {
    const { command, scenario, options } = configuration;
    console.log(kleur.bold(runTitle(configuration)));
    const words = Object.entries(options).map(([name, value]) => `${name}=${String(value)}`);
    console.log(`configuration: ${words.join(" ")}`);
    console.log(`results: ${folder}`);
    this.#steps = steps;
    this.#command = command;
    this.#whatRan = whatRan(scenario);
    this.#live = new LiveLine(limits, steps);
  }

  #plan({ golden, plan, plannedCount, replayCommand }: EventOf<"plan">): void {
    const again = replayCommand === undefined ? [] : ["Show it again with:", replayCommand];
    this.#live?.print([...goldenLines(golden, this.#whatRan), ...again]);
    this.#live?.print([...planLines(plan), ...sitePlan(golden)]);
    this.#live?.setTotal(plannedCount);
  }

  #case({ record, plannedCount }: EventOf<"case">): void {
    this.#records.push(record);
    this.#live?.setTotal(plannedCount);
    const kind = outcomeKind(record);
    this.#isNews = this.#command !== "explore" || !this.#kinds.has(kind);
    this.#kinds.add(kind);
    if (this.#command !== "explore" || record.verdict === "undecided") {
      if (this.#isNews) this.#live?.print(caseLine(record));
    }
    this.#live?.update(this.#records);
  }

  /** A known one is red in a strict run, and explained by the scenario all the same. */
  #finding({ failure: { record, replayCommand, smallest } }: EventOf<"finding">): void {
    if (!record.known && this.#isNews)
      this.#live?.print([failureBlock(record, replayCommand, smallest)]);
  }

  #end(result: RunResult): void {
    const { records, totals, knownNotSeen, seed, folder, end, golden, stored } = result;
    if (end.kind === "undecided" && records.length === 0) {
      for (const line of undecidedLines(end.reason, seed, folder)) console.log(line);
      return;
    }
    for (const line of noteLines(stored)) console.log(line);
    const lines = totalsLines({
      cases: records,
      uncrashed: golden?.findings ?? [],
      plannedCount: totals.planned,
      steps: [...new Set([...this.#steps, ...records.flatMap(stepsOf)])],
      elapsedMs: totals.elapsedMs,
      knownNotSeen,
      notices: endNotices(stored, records, this.#command),
    });
    for (const line of [...whereSection(result.sites, records), ...lines]) console.log(line);
    console.log(`seed ${seed}, results in ${folder}`);
  }
}

function stepsOf({ cuts }: CaseRecord): string[] {
  return cuts.map(({ step }) => step);
}
