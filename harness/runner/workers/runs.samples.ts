import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildImage } from "../../../fixtures/images/build.js";
import { decodeRecipe } from "../../../fixtures/images/recipe/recipe.js";
import type { Recipe } from "../../../fixtures/images/recipe/recipe-types.js";
import type { CrashPoint } from "../../model/trace.js";
import { classOrReason, type CaseRecord } from "../../store/records.js";
import { runTool } from "../../target/tool.js";
import type { CaseOrder } from "../case/case-order.js";
import type { GoldenSummary } from "./messages.js";
import { loadDevices } from "../../catalogue/devices.js";
import { programFileOf } from "../../catalogue/program.js";
import { targetScript } from "../../catalogue/target-scripts.samples.js";
import { noChecks } from "../../catalogue/said/schemas.js";
import type { Scenario } from "../../catalogue/scenario.js";
import { soak, type SoakEnd } from "./soak.js";
import type { Target } from "../../catalogue/target.js";

/** Runs cases on a small disk (A and B raw, one MiB each) with a target of fixtures/targets. */
export async function run(
  program: string,
  cuts: CrashPoint[][],
  changes: Partial<Scenario> = {},
  spoil: (imagePath: string) => void = () => undefined,
  also: (cuts: CrashPoint[], index: number) => CaseOrder | undefined = () => undefined,
) {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-test-"));
  const recipe = decodeRecipe({
    diskMiB: 4,
    seed: "small",
    partitions: [
      { number: 1, name: "A", sizeMiB: 1, content: { kind: "raw" } },
      { number: 2, name: "B", sizeMiB: 1, content: { kind: "raw" } },
    ],
  });
  const scenario = { ...smallScenario(recipe), ...changes };
  const target = smallTarget(program);
  const imagePath = join(folder, "disk.img");
  const records: CaseRecord[] = [];
  const golden: GoldenSummary[] = [];
  const digests: (readonly string[])[] = [];
  try {
    await buildImage(recipe, imagePath, runTool);
    spoil(imagePath);
    const explore = {
      models: ["kill", "torn"] as const,
      devices: [],
      seed: "1",
      depth: 1,
      nested: "metadata",
      flushes: false,
    };
    const orderAt = (index: number): CaseOrder | undefined => {
      const chosen = cuts[index];
      if (chosen === undefined) return undefined;
      const order = also(chosen, index) ?? { kind: "cuts", index, seed: "1", cuts: chosen };
      return { ...order, detail: true };
    };
    const end = await soak(
      {
        scenario,
        target,
        imagePath,
        devices: loadDevices(),
        runPath: folder,
        jobs: 1,
        explore,
        orderAt,
      },
      {
        ready: (summary) => void golden.push(summary),
        done: ({ record, crashDigests }) => {
          records.push(record);
          digests.push(crashDigests);
        },
      },
      new AbortController().signal,
    );
    const failures = existsSync(join(folder, "failures"));
    return { end, records, golden: golden[0], failures, digests };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function smallScenario(recipe: Recipe): Scenario {
  return {
    name: "small",
    about: "a small disk",
    image: { kind: "built", recipe },
    fingerprint: "0000",
    commands: [["{disk}"]],
    timeoutSeconds: 2,
    holds: { always: [], oneOf: [], bystanders: [], keeps: [] },
    known: [],
    expects: [],
    checks: noChecks,
  };
}

function smallTarget(program: string): Target {
  return {
    name: program,
    program: [targetScript(program)],
    file: programFileOf([targetScript(program)]),
    env: {},
    successCodes: [0],
    stepNames: ["start", "first", "second"],
    steps: [
      { line: "^step: first", step: "first" },
      { line: "^step: second", step: "second" },
    ],
  };
}

export const after = (writes: number, bytes = 0): CrashPoint => ({ kind: "write", writes, bytes });
export const line = (number: number): CrashPoint => ({ kind: "line", line: number });

/** The verdict of a case, with its class or its reason. */
export function verdictOf(record: CaseRecord | undefined): string[] {
  return record === undefined ? [] : [record.verdict, classOrReason(record)];
}

export function reasonOf(end: SoakEnd): string {
  return end.kind === "undecided" ? end.reason : "";
}
