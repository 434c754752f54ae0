import kleur from "kleur";
import type { BlockRow } from "../model/block-row.js";
import { exitCodes, UsageError } from "../model/errors.js";
import { blockLines, resultWords } from "../report/block-table.js";
import { wrap } from "../report/words.js";
import { runOnBlockDevices } from "../runner/block/block-run.js";
import { checkHost } from "../runner/lab/check-host.js";
import { prepareImage } from "../catalogue/base-image.js";
import { loadScenario } from "../catalogue/scenario.js";
import { loadTarget } from "../catalogue/target.js";
import { whyNoLoopDevices } from "../target/loop-device.js";
import { nameKinds, type NameKind } from "../target/private-names.js";
import { countFrom, seedFrom } from "./values.js";

/** The options of `block`, as the command line gives them. */
export interface BlockOptions {
  readonly scenario: string;
  readonly target: string;
  readonly names: string;
  readonly kills: string;
  readonly seed?: string;
}

const namesNotice =
  "nvme, mmcblk: a loop device under such names, in a /dev and a /sys/class/block of the " +
  "sandbox's own; partition names stand there as a kernel that reads GPT would have them";

/**
 * Runs a scenario on loop devices over the served disk. Where the machine can't, that is told and
 * nothing is claimed. Returns the exit code.
 */
export async function blockCommand(options: BlockOptions, signal: AbortSignal): Promise<number> {
  const kinds = kindsFrom(options.names);
  const killCount = countFrom("kills", options.kills);
  const seed = seedFrom(options.seed);
  const scenario = loadScenario(options.scenario);
  if (scenario.ends === "refused") {
    throw new UsageError(`--scenario: every run of ${scenario.name} is to be refused: try resize`);
  }
  const target = loadTarget(options.target);
  checkHost();
  const missing = whyNoLoopDevices();
  if (missing !== undefined) return notRun(missing);
  console.log(kleur.bold(`block ${scenario.name} on ${target.name}, seed ${seed}`));
  console.log(`configuration: names=${kinds.join(",")} kills=${killCount}`);
  if (kinds.some((kind) => kind !== "loop")) console.log(wrap(namesNotice, ""));
  const image = await prepareImage(scenario, (line) => console.log(line));
  const rows: BlockRow[] = [];
  const end = await runOnBlockDevices(
    { scenario, target, imagePath: image.path, kinds, seed, killCount },
    {
      row: (row) => {
        rows.push(row);
        console.log(`${row.names}: ${row.check}: ${resultWords(row)}: ${row.detail}`);
      },
      notice: (line) => console.log(line),
    },
    signal,
  );
  if (end.kind === "not run") return notRun(end.why);
  if (end.kind === "undecided") {
    console.log(kleur.yellow(`undecided: ${end.reason}`));
    return exitCodes.undecided;
  }
  for (const line of blockLines(rows)) console.log(line);
  const open = rows.filter(({ result }) => result === "undecided");
  const reasons = open.map(({ names, detail }) => `${names}: ${detail}`);
  if (open.length > 0) console.log(`undecided: ${reasons.join("; ")}`);
  return exitCodeOf(rows);
}

function kindsFrom(text: string): NameKind[] {
  return text.split(",").map((name) => {
    const kind = nameKinds.find((each) => each === name);
    if (kind !== undefined) return kind;
    throw new UsageError(`--names: unknown names "${name}"; there are: ${nameKinds.join(", ")}`);
  });
}

function notRun(why: string): number {
  console.log(kleur.yellow(`not run: ${why}`));
  return exitCodes.undecided;
}

/** What could not be run at all is no claim about the target, and takes none away. */
function exitCodeOf(rows: readonly BlockRow[]): number {
  const results = rows.map(({ result }) => result);
  if (results.includes("violated")) return exitCodes.violated;
  const decided = results.includes("held") && !results.includes("undecided");
  return decided ? exitCodes.held : exitCodes.undecided;
}
