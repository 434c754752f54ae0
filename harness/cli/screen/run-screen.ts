import kleur from "kleur";
import { messageOf } from "../../model/errors.js";
import { caseLine, failureBlock } from "../../report/case-text.js";
import { flushTable } from "../../report/flush-table.js";
import { goldenLines, type WhatRan } from "../../report/golden-text.js";
import { planLines } from "../../report/point-plan.js";
import { counted, seconds, seedText, wrap } from "../../report/words.js";
import { outcomeKind } from "../../model/findings/outcome-kind.js";
import type { RunEvent, RunResult } from "../../session/run/run-events.js";
import type { CaseRecord } from "../../store/records.js";
import { keptText } from "./kept-text.js";
import { LiveLine } from "./live-line.js";
import { whatRan } from "./what-ran.js";
import { printTotals } from "./totals.js";

type EventOf<Kind extends RunEvent["kind"]> = Extract<RunEvent, { kind: Kind }>;

/** Prints what happens in a run of many cases, with a live line below it. */
export class RunScreen {
  #live: LiveLine | undefined;
  #steps: readonly string[] = [];
  #whatRan: WhatRan = "a scenario";
  readonly #records: CaseRecord[] = [];
  #isExploration = false;
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
      case "plan":
        this.#plan(event);
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
    const { command, scenario, target, seed, options } = configuration;
    const { seedWord } = options;
    console.log(kleur.bold(`${command} ${scenario} on ${target}, ${seedText(seed, seedWord)}`));
    const words = Object.entries(options).map(([name, value]) => `${name}=${String(value)}`);
    console.log(`configuration: ${words.join(" ")}`);
    console.log(`results: ${folder}`);
    this.#steps = steps;
    this.#whatRan = whatRan(scenario);
    this.#live = new LiveLine(limits, steps);
  }

  #plan({ golden, plannedCount, replayCommand }: EventOf<"plan">): void {
    const again = replayCommand === undefined ? [] : ["Show it again with:", replayCommand];
    this.#live?.print([...goldenLines(golden, this.#whatRan), ...again]);
    const { planned } = golden;
    this.#isExploration = planned.kind !== "none";
    if (planned.kind === "lines") {
      const { length } = planned.points;
      const moments = counted(length, "printed line");
      this.#live?.print([
        length > 0
          ? `it writes nothing: killed at ${moments}`
          : "it writes nothing and prints nothing: there is no moment to crash it at",
      ]);
    } else if (planned.kind === "changes") this.#live?.print(planLines(planned.plan));
    this.#live?.setTotal(plannedCount);
  }

  #case({ record, plannedCount }: EventOf<"case">): void {
    this.#records.push(record);
    this.#live?.setTotal(plannedCount);
    const kind = outcomeKind(record);
    this.#isNews = !this.#isExploration || !this.#kinds.has(kind);
    this.#kinds.add(kind);
    if (!this.#isExploration || record.verdict === "undecided") {
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
    const { records, totals, knownNotSeen, seed, folder, end, golden, noRoom } = result;
    if (end.kind === "undecided" && records.length === 0) {
      console.log(kleur.yellow(wrap(`undecided: ${end.reason}`, "")));
      console.log(`seed ${seed}, results in ${folder}`);
      return;
    }
    for (const line of noteLines(result)) console.log(line);
    printTotals({
      cases: records,
      uncrashed: golden?.findings ?? [],
      plannedCount: totals.planned,
      steps: [...new Set([...this.#steps, ...records.flatMap(stepsOf)])],
      elapsedMs: totals.elapsedMs,
      knownNotSeen,
      notices: [
        ...lostLines(result),
        ...this.#notices(result),
        ...keptText(totals.kept, records, noRoom),
      ],
    });
    console.log(`seed ${seed}, results in ${folder}`);
  }

  #notices({ end, totals }: RunResult): string[] {
    switch (end.kind) {
      case "complete":
        return [];
      case "limit":
        return this.#limitNotices(end.graceMs, totals);
      case "undecided":
        return [`undecided: ${end.reason}`];
      case "stopped":
      case "broke":
        return [`ended early: ${messageOf(end.cause)}`];
    }
  }

  #limitNotices(graceMs: number | undefined, { planned, cases }: RunResult["totals"]): string[] {
    const what = this.#isExploration ? "the budget was used up" : "the time was up";
    const notRun = Number.isFinite(planned)
      ? [`${counted(planned - cases, "planned case")} not run`]
      : [];
    const ended =
      graceMs === undefined ? [] : [`what was under way was ended ${seconds(graceMs)} later`];
    return [`${what}: ${[...notRun, ...ended].join("; ")}`];
  }
}

/** Workers that were stuck, or died. */
function lostLines({ totals: { lostWorkers } }: RunResult): string[] {
  const { stuck, died } = lostWorkers;
  if (stuck + died === 0) return [];
  const lost = counted(stuck + died, "worker was lost", "workers were lost");
  return [`${lost} (${stuck} stuck, ${died} died): the case of each is undecided`];
}

/** The audit's table, and the places where a flush is missing. */
function noteLines(result: RunResult): string[] {
  const { audit, missingFlushes, notNestedCount, notNested, secondsLeftOut } = result;
  const places = missingFlushes.map(({ needs, id }) => wrap(`${needs}: ${id}`, "  "));
  return [
    ...(audit === undefined ? [] : flushTable(audit)),
    ...(notNestedCount === 0
      ? []
      : [`resumes that failed are not crashed again: ${counted(notNestedCount, "case")}`]),
    ...notNested.map((text) => wrap(`undecided: ${text}`, "")),
    ...(secondsLeftOut === 0
      ? []
      : [
          `${counted(secondsLeftOut, "second signal")} left out: where more than 8 writes follow ` +
            `the first one, the second comes after the 1st, 2nd, 4th, 8th and so on of them, and ` +
            `after the first and the last of each step to each region`,
        ]),
    ...(places.length === 0 ? [] : ["Places where a flush is missing:", ...places]),
  ];
}

function stepsOf({ cuts }: CaseRecord): string[] {
  return cuts.map(({ step }) => step);
}
