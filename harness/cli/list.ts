import kleur from "kleur";
import { exitCodes } from "../model/errors.js";
import { wrap } from "../report/words.js";
import { loadDevices } from "../catalogue/devices.js";
import { listScenarios, loadScenario } from "../catalogue/scenario.js";
import { aboutTarget, listTargets } from "../catalogue/target.js";
import { variedKinds } from "../catalogue/resizers/varied.js";
import { describeNamed, provingTargets } from "./list-one.js";

/** Prints what can be named, a line each; with a name, all that is known of it. */
export function listCommand(name: string | undefined): number {
  const lines = name === undefined ? listLines() : describeNamed(name);
  for (const line of lines) console.log(line);
  return exitCodes.held;
}

/** The names of scenarios, targets and devices. */
export function listLines(): string[] {
  const proving = provingTargets();
  return [
    kleur.bold("Scenarios"),
    ...listScenarios().map((name) => lineOf(name, loadScenario(name).about)),
    ...variedKinds.map((kind) =>
      lineOf(`varied/${kind}-SEED`, "P3 shrinks and others grow: a disk drawn from a number"),
    ),
    kleur.bold("Targets"),
    ...listTargets().map((name) => lineOf(name, aboutTarget(name))),
    ...Object.entries(proving).map(([form, all]) =>
      lineOf(form, `${all.length} of them, for prove: list ${form} names them`),
    ),
    kleur.bold("Devices"),
    ...loadDevices().map(({ name, about }) => lineOf(name, about)),
    "",
    wrap(
      "list NAME tells the rest: a scenario's known violations, a target's program and steps",
      "",
    ),
  ];
}

const nameColumns = 34;
const mostColumns = 100;

function lineOf(name: string, about: string): string {
  const line = `  ${name.padEnd(nameColumns)} ${about}`;
  return line.length > mostColumns ? `${line.slice(0, mostColumns - 3)}...` : line;
}
