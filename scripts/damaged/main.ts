import { parseArgs } from "node:util";
import { messageOf } from "../../harness/model/errors.js";
import { damageKinds, makeBaseImages, type DamageKind } from "./images.js";
import { runDamage, trialText, type DamageReport } from "./run.js";

const violatedExit = 1;
const usageExit = 254;
const brokenExit = 255;

const help = `Usage: scripts/damage [OPTIONS]
Reads damaged images: each must be read, or refused with an error that names the field.
  --count N     how many images (100000)
  --seed WORD   the seed of the damage (damage)
  --kind LIST   some of ${damageKinds.join(",")} (all)
  --only N      one image, with what was done to it and what was told`;

interface Options {
  readonly count: number;
  readonly seed: string;
  readonly kinds: readonly DamageKind[];
  readonly only: number | undefined;
}

function readOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      count: { type: "string", default: "100000" },
      seed: { type: "string", default: "damage" },
      kind: { type: "string", default: damageKinds.join(",") },
      only: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  const wanted = values.kind.split(",");
  const unknown = wanted.find((word) => !damageKinds.some((kind) => kind === word));
  if (unknown !== undefined) {
    throw new Error(`unknown kind "${unknown}"; there are: ${damageKinds.join(", ")}`);
  }
  const kinds = damageKinds.filter((kind) => wanted.includes(kind));
  const only = values.only === undefined ? undefined : wholeNumber("--only", values.only);
  const count = wholeNumber("--count", values.count);
  if (count === 0) throw new Error("--count must be at least 1: of no image, nothing is learned");
  return { count, seed: values.seed, kinds, only };
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`${option} must be a whole number below 1000000000, found "${text}"`);
}

async function work({ count, seed, kinds, only }: Options): Promise<number> {
  const list = kinds.join(",");
  console.log(`damage: seed ${seed}, kinds ${list}, Node ${process.version}`);
  const bases = await makeBaseImages(kinds);
  for (const { name, bytes } of bases) console.log(`base image: ${name}, ${bytes.length} bytes`);
  const numbers = only === undefined ? { from: 0, to: count } : { from: only, to: only + 1 };
  const report = await runDamage(bases, seed, numbers, (trial) => {
    if (only !== undefined && trial.outcome !== "failed") console.log(trialText(trial));
  });
  for (const failure of report.failures) {
    const number = /^image (\d+)/.exec(failure)?.[1] ?? "";
    console.log(failure);
    console.log(`  show it again: scripts/damage --seed ${seed} --kind ${list} --only ${number}`);
  }
  if (only === undefined) printTable(report);
  return report.failures.length === 0 ? 0 : violatedExit;
}

function printTable({ kinds, failures, slowest, mostReadFactor }: DamageReport): void {
  const row = (cells: readonly (string | number)[]) =>
    cells
      .map((cell, index) => (index === 0 ? `${cell}`.padEnd(9) : `${cell}`.padStart(12)))
      .join("");
  console.log(row(["kind", "images", "read", "refused", "not known", "failed", "images/s"]));
  for (const { kind, read, refused, unknown, failed, ms } of kinds) {
    const images = read + refused + unknown + failed;
    const perSecond = ms === 0 ? 0 : Math.round((images / ms) * 1000);
    console.log(row([kind, images, read, refused, unknown, failed, perSecond]));
  }
  console.log(`slowest: image ${slowest.number}, ${slowest.ms.toFixed(0)} ms`);
  console.log(`most read of one image: ${mostReadFactor.toFixed(1)} times its size`);
  console.log(failures.length === 0 ? "no reader failed" : `${failures.length} failures`);
}

async function main(args: readonly string[]): Promise<number> {
  let options: Options | undefined;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(`damage: ${messageOf(error)}\n${help}`);
    return usageExit;
  }
  if (options === undefined) {
    console.log(help);
    return 0;
  }
  try {
    return await work(options);
  } catch (error) {
    console.error(`damage: ${messageOf(error)}`);
    return brokenExit;
  }
}

process.exitCode = await main(process.argv.slice(2));
