import { resolve } from "node:path";
import { makeScenario, usualSuccessCodes } from "../../catalogue/any-command.js";
import { prepareImage } from "../../catalogue/base-image.js";
import { loadScenario } from "../../catalogue/scenario.js";
import { CannotJudge } from "../../model/errors.js";
import { checkHost } from "../../runner/lab/check-host.js";
import type { Trial } from "../../runner/golden/trial.js";
import { withWorker } from "../one-worker.js";

/** A command that is to become a scenario. */
export interface TriedCommand {
  /** An image, which is never written to; one is built where it is absent. */
  readonly disk: string | undefined;
  readonly command: readonly [string, ...string[]];
  readonly timeoutSeconds: number;
}

/** The scenario whose image stands in where none was given. */
export const standIn = "prove";

/**
 * Runs a command once on a copy of an image, to see what it does. Rejects with UsageError, and with
 * CannotJudge where it does not end by itself.
 */
export async function tryCommand(
  { disk, command: [program, ...args], timeoutSeconds }: TriedCommand,
  notice: (line: string) => void,
  signal: AbortSignal,
): Promise<Trial> {
  checkHost();
  const path = disk ?? (await prepareImage(loadScenario(standIn), notice)).path;
  const { scenario, target } = await makeScenario({
    ...{ disk: resolve(path), folder: process.cwd(), command: [program, ...args] },
    ...{ timeoutSeconds, successCodes: usualSuccessCodes(program) },
  });
  const made = { scenario, target };
  const trial = await withWorker(made, resolve(path), signal, (worker) => worker.tryOnce());
  if (typeof trial.end === "number") return trial;
  const said = trial.said.trim().split("\n").slice(-3).join(" | ") || "nothing";
  throw new CannotJudge(`there is nothing to make a scenario of: ${trial.end}. It said: ${said}`);
}
