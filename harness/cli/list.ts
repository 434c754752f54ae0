import kleur from "kleur";
import { exitCodes, messageOf } from "../model/errors.js";
import { wrap } from "../report/words.js";
import { loadDevices } from "../catalogue/devices.js";
import { loadKnownBad } from "../catalogue/resizers/known-bad.js";
import { loadOddCorrect } from "../catalogue/resizers/odd-correct.js";
import { knownWords } from "../report/known-text.js";
import { listScenarios, loadScenario } from "../catalogue/scenario.js";
import { listTargets, loadTarget } from "../catalogue/target.js";
import { variedKinds } from "../catalogue/resizers/varied.js";

/** Prints scenarios with their known violations, targets with their steps, and devices. */
export function listCommand(): number {
  console.log(kleur.bold("Scenarios"));
  const firstWith = new Map<string, string>();
  for (const name of listScenarios()) {
    const { about, known, image } = loadScenario(name);
    const size = image.kind === "built" ? ` (${image.recipe.diskMiB} MiB)` : "";
    console.log(`  ${name.padEnd(34)} ${about}${size}`);
    const first = firstWith.get(JSON.stringify(known)) ?? name;
    firstWith.set(JSON.stringify(known), first);
    if (first !== name && known.length > 0) console.log(`    known: the same as of ${first}`);
    for (const entry of first === name ? known : []) {
      console.log(`    known: ${entry.target}: ${knownWords(entry)}`);
    }
  }
  for (const kind of variedKinds) {
    const name = `varied/${kind}-SEED`;
    console.log(`  ${name.padEnd(34)} P3 shrinks and others grow: a disk drawn from a number`);
  }
  console.log(kleur.bold("Targets"));
  for (const name of listTargets()) console.log(`  ${name.padEnd(20)} ${targetLine(name)}`);
  const proving = { "bad-NAME": loadKnownBad(), "odd-NAME": loadOddCorrect() };
  for (const [form, all] of Object.entries(proving)) {
    const names = all.map(({ name }) => name).join(", ");
    console.log(wrap(`${form}, NAME being one of ${names}`, "  "));
  }
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
