import kleur from "kleur";
import { FirstSeen } from "../../report/brief/first-seen.js";
import { clockTime, counted, seconds, seedText, wrap } from "../../report/words.js";
import type { NightEvent } from "../../session/night/night-events.js";
import type { NightLine, NightRecord } from "../../store/night/night-record.js";

const columns = 96;

/** Prints a line for each turn of a night, and each kind of finding once. */
export class NightScreen {
  readonly #firstSeen = new FirstSeen(columns);
  #what = "";

  show(event: NightEvent): void {
    switch (event.kind) {
      case "notice":
        console.log(event.text);
        break;
      case "start":
        this.#start(event.night, event.folder, event.turnsDone);
        break;
      case "line":
        this.#line(event.line);
        break;
      case "uncrashed":
        print(this.#firstSeen.uncrashed(event.findings));
        break;
      case "case":
        print(this.#firstSeen.case(event.record));
    }
  }

  #start(night: NightRecord, folder: string, turnsDone: number): void {
    const { ms, until, turns } = night.limits;
    const ends = [
      ...(ms === undefined ? [] : [`ends after ${clockTime(ms)} in all`]),
      ...(until === undefined ? [] : [`ends at ${until}`]),
      ...(turns === undefined ? [] : [counted(turns, "turn")]),
    ];
    console.log(kleur.bold(`night: ${night.about}, ${seedText(night.seed, night.seedWord)}`));
    console.log(`${ends.join(", ") || "until it is stopped"}; ${counted(night.jobs, "job")}`);
    console.log(`results: ${folder}`);
    for (const { what, why } of night.leftOut) console.log(wrap(`left out: ${what}: ${why}`, ""));
    if (turnsDone > 0) console.log(`continued: ${counted(turnsDone, "turn")} done already`);
  }

  #line(line: NightLine): void {
    const at = clockTime(line.atMs);
    switch (line.kind) {
      case "began":
        this.#what = line.what;
        break;
      case "ended": {
        const { turn, cases, verdict, elapsedMs, why } = line;
        const what = `${counted(cases, "case")} in ${seconds(elapsedMs)}: ${coloured(verdict)}`;
        const reason = why === undefined ? "" : ` (${why})`;
        console.log(`${at} turn ${turn}: ${this.#what}: ${what}${reason}`);
        break;
      }
      case "canary": {
        const { target, result, why, elapsedMs } = line;
        const word = result === "caught" ? result : kleur.yellow(`NOT CAUGHT (${result}): ${why}`);
        console.log(`${at} canary ${target}: ${word} in ${seconds(elapsedMs)}`);
        break;
      }
      case "still":
        console.log(kleur.yellow(`${at} turn ${line.turn}: no case for ${line.minutes} minutes`));
        break;
      case "thinned":
        console.log(`${at} evidence of ${counted(line.removed, "repetition")} removed for room`);
        break;
      case "sitting":
      case "end":
    }
  }
}

function print(lines: readonly string[]): void {
  for (const line of lines) console.log(`  ${line}`);
}

function coloured(verdict: "held" | "violated" | "undecided"): string {
  if (verdict === "held") return kleur.green(verdict);
  return verdict === "violated" ? kleur.red(verdict) : kleur.yellow(verdict);
}
