import kleur from "kleur";
import type { Command } from "commander";
import type { BlockRow } from "../model/proofs/block-row.js";
import { exitCodes, UsageError } from "../model/errors.js";
import { blockBrief, blockLines, resultWords } from "../report/tables/block-table.js";
import { seedText, wrap } from "../report/words.js";
import { runBlock, type BlockPlan } from "../session/block.js";
import { seedFrom, seedWord } from "../session/options/run-options.js";
import { nameKinds, type NameKind } from "../target/private-names.js";
import { detailFrom, verboseOption } from "./screen/show-run.js";
import { addNamed, namedSubject, type NamedTexts } from "./subject.js";
import { countFrom } from "./values.js";

/** The options of `block`, as the command line gives them. */
export interface BlockTexts extends NamedTexts {
  readonly names: string;
  readonly kills: string;
  readonly seed?: string;
  readonly verbose?: boolean;
}

const namesNotice =
  "nvme, mmcblk: a loop device under such names, in a /dev and a /sys/class/block of the " +
  "sandbox's own; partition names stand there as a kernel that reads GPT would have them";

/**
 * Runs a scenario on loop devices over the served disk. Where the machine can't, that is told and
 * nothing is claimed. Returns the exit code.
 */
export async function blockCommand(texts: BlockTexts, signal: AbortSignal): Promise<number> {
  const plan = await blockPlanFrom(texts);
  const isAll = detailFrom(texts) === "verbose";
  const row = isAll ? printRow : printOpen;
  const result = await runBlock(
    plan,
    { start: () => printStart(texts, plan), row, notice },
    signal,
  );
  switch (result.kind) {
    case "not run":
      console.log(kleur.yellow(`not run: ${result.why}`));
      return exitCodes.undecided;
    case "undecided":
      console.log(kleur.yellow(`undecided: ${result.reason}`));
      return exitCodes.undecided;
    case "judged": {
      const { rows, verdict } = result;
      for (const line of isAll ? blockLines(rows) : blockBrief(rows)) console.log(line);
      return exitCodes[verdict];
    }
  }
}

/** The same, typed. Rejects with UsageError. */
export async function blockPlanFrom(texts: BlockTexts): Promise<BlockPlan> {
  return {
    kinds: kindsFrom(texts.names),
    killCount: countFrom("kills", texts.kills),
    seed: seedFrom(texts.seed),
    subject: await namedSubject(texts),
    firstJob: 0,
  };
}

function notice(line: string): void {
  console.log(line);
}

function printStart(texts: BlockTexts, { subject, seed, kinds, killCount }: BlockPlan): void {
  const { scenario, target } = subject;
  const said = seedText(seed, seedWord(texts.seed));
  console.log(kleur.bold(`block ${scenario.name} on ${target.name}, ${said}`));
  console.log(`configuration: names=${kinds.join(",")} kills=${killCount}`);
  if (kinds.some((kind) => kind !== "loop")) console.log(wrap(namesNotice, ""));
}

/** In short: what is not held is told when it is seen, the reason at the end. */
function printOpen(row: BlockRow): void {
  if (row.result !== "held") console.log(`${row.names}: ${row.check}: ${resultWords(row)}`);
}

function printRow(row: BlockRow): void {
  console.log(`${row.names}: ${row.check}: ${resultWords(row)}: ${row.detail}`);
}

function kindsFrom(text: string): NameKind[] {
  return text.split(",").map((name) => {
    const kind = nameKinds.find((each) => each === name);
    if (kind !== undefined) return kind;
    throw new UsageError(`--names: unknown names "${name}"; there are: ${nameKinds.join(", ")}`);
  });
}

/** Adds `block` to the command line. */
export function addBlock(program: Command, action: (texts: BlockTexts) => Promise<void>): void {
  const command = program
    .command("block")
    .description("run a scenario on loop devices over the served disk, as on a real disk (root)");
  addNamed(command)
    .option("--names <kinds>", "how the disk is called: loop, nvme, mmcblk", "loop,nvme,mmcblk")
    .option("--kills <n>", "kills under each of these names", "4")
    .option("--seed <word>", "draws the kills (default: CHAOS_SEED, else drawn)")
    .option(...verboseOption)
    .action(action);
}
