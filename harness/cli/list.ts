import kleur from "kleur";
import { exitCodes, messageOf } from "../model/errors.js";
import { loadDevices } from "../runner/devices.js";
import { listScenarios, loadScenario } from "../runner/scenario.js";
import { listTargets, loadTarget } from "../runner/target.js";

/** Prints scenarios with their known violations, targets with their steps, and devices. */
export function listCommand(): number {
  console.log(kleur.bold("Scenarios"));
  for (const name of listScenarios()) {
    const { about, known, image } = loadScenario(name);
    const size = image.kind === "built" ? ` (${image.recipe.diskMiB} MiB)` : "";
    console.log(`  ${name.padEnd(34)} ${about}${size}`);
    for (const { target, classes, step, why } of known) {
      console.log(`    known: ${target}: ${classes.join(", ")} in ${step}: ${why}`);
    }
  }
  console.log(kleur.bold("Targets"));
  for (const name of listTargets()) console.log(`  ${name.padEnd(20)} ${targetLine(name)}`);
  console.log(kleur.bold("Devices"));
  for (const { name, about } of loadDevices()) console.log(`  ${name.padEnd(20)} ${about}`);
  return exitCodes.held;
}

function targetLine(name: string): string {
  try {
    const target = loadTarget(name);
    return `${target.program.join(" ")}\n${" ".repeat(23)}steps: ${target.stepNames.join(", ")}`;
  } catch (error) {
    return kleur.yellow(`missing: ${messageOf(error)}`);
  }
}
