import kleur from "kleur";
import { listDevices, loadDevice } from "../catalogue/devices.js";
import { loadKnownBad } from "../catalogue/resizers/known-bad.js";
import { loadOddCorrect } from "../catalogue/resizers/odd-correct.js";
import { variedKinds } from "../catalogue/resizers/varied.js";
import { listScenarios, loadScenario, type KnownViolation } from "../catalogue/scenario.js";
import { aboutTarget, listTargets, loadTarget, stepNamesOf } from "../catalogue/target.js";
import { messageOf, UsageError } from "../model/errors.js";
import { knownWords } from "../report/known-text.js";
import { wrap } from "../report/words.js";

const columns = 80;

/** The targets that only prove the harness, by the form of their names. */
export function provingTargets(): Readonly<Record<string, readonly { readonly name: string }[]>> {
  return { "bad-NAME": loadKnownBad(), "odd-NAME": loadOddCorrect() };
}

/** All that is known of what has a name. Throws UsageError where nothing has. */
export function describeNamed(name: string): string[] {
  const isVaried = variedKinds.some((kind) => name.startsWith(`varied/${kind}-`));
  const lines = [
    ...(listScenarios().includes(name) || isVaried ? scenarioLines(name) : []),
    ...(isTarget(name) ? targetLines(name) : []),
    ...(listDevices().includes(name) ? deviceLines(name) : []),
    ...namesLines(name),
  ];
  if (lines.length > 0) return lines;
  throw new UsageError(`no scenario, target or device is named "${name}"; list names them all`);
}

function isTarget(name: string): boolean {
  try {
    return aboutTarget(name) !== "";
  } catch (error) {
    if (error instanceof UsageError && !listTargets().includes(name)) return false;
    throw error;
  }
}

function scenarioLines(name: string): string[] {
  const { about, image, commands, resume, holds, known } = loadScenario(name);
  const size = image.kind === "built" ? [`  disk: ${image.recipe.diskMiB} MiB`] : [];
  const asked = Object.entries(holds).flatMap(([what, names = []]) =>
    names.length > 0 ? [{ what, names }] : [],
  );
  return [
    kleur.bold(`Scenario ${name}`),
    wrap(about, "  ", columns),
    ...size,
    ...commands.map((words) => wrap(`command: ${words.join(" ")}`, "  ", columns)),
    ...(resume ?? []).map((words) => wrap(`resume: ${words.join(" ")}`, "  ", columns)),
    ...asked.map(({ what, names }) => {
      const list = names.map((each) => (typeof each === "string" ? each : each.join(" or ")));
      return wrap(`${what}: ${list.join(", ")}`, "  ", columns);
    }),
    ...knownLines(known),
  ];
}

function knownLines(known: readonly KnownViolation[]): string[] {
  if (known.length === 0) return ["  no known violation"];
  const lines = known.map((entry) =>
    wrap(`${entry.target}: ${knownWords(entry)}`, "    ", columns),
  );
  return [`  known violations (${known.length}):`, ...lines];
}

function targetLines(name: string): string[] {
  return [
    kleur.bold(`Target ${name}`),
    wrap(aboutTarget(name), "  ", columns),
    programLine(name),
    wrap(`steps: ${stepNamesOf(name).join(", ")}`, "  ", columns),
  ];
}

function programLine(name: string): string {
  try {
    return `  program: ${loadTarget(name).program.join(" ")}`;
  } catch (error) {
    return kleur.yellow(wrap(`missing: ${messageOf(error)}`, "  ", columns));
  }
}

function deviceLines(name: string): string[] {
  const { about, atomicBytes, ordered, trashOnTear } = loadDevice(name);
  const facts = [
    `whole: ${atomicBytes} bytes`,
    ordered ? "in order" : "in any order",
    trashOnTear ? "a torn one may hold anything" : "a torn one holds old and new",
  ];
  return [
    kleur.bold(`Device ${name}`),
    wrap(about, "  ", columns),
    wrap(`writes: ${facts.join(", ")}`, "  ", columns),
  ];
}

/** The names of a form: `bad-NAME`. */
function namesLines(form: string): string[] {
  const names = provingTargets()[form]?.map((each) => each.name) ?? [];
  if (names.length === 0) return [];
  return [kleur.bold(`Targets ${form}`), wrap(`NAME is one of ${names.join(", ")}`, "  ", columns)];
}
