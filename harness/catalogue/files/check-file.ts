import { decodeDevice } from "../devices.js";
import { loadNightFile } from "../night/night-file.js";
import { withoutSchema } from "../read-json.js";
import { checkTarget, TargetMissing } from "../target.js";
import { checkedFile, withPlaces } from "./checked-file.js";
import { readDataFile } from "./data-file.js";
import { kindOf, type FileKind } from "./file-schemas.js";
import { isPath } from "./here.js";
import { loadScenarioFile } from "./scenario-file.js";
import { decodeOwnTarget, loadTargetFile, nameOf } from "./target-file.js";

/** A file in which nothing is wrong. */
export interface CheckedFile {
  readonly kind: FileKind;
  /** What it needs and this machine has not. */
  readonly notices: readonly string[];
}

/**
 * Checks a scenario, a target, a device or the plan of a night in a file, and what it names.
 * Rejects with UsageError that has the place of each field that is wrong.
 */
export async function checkFile(path: string): Promise<CheckedFile> {
  const kind = kindOf(readDataFile(path).keys);
  switch (kind) {
    case "scenario":
      return { kind, notices: await missing(() => checkScenario(path)) };
    case "target":
      return { kind, notices: await missing(() => loadTargetFile(path)) };
    case "night":
      await loadNightFile(path);
      return { kind, notices: [] };
    case "device": {
      const file = checkedFile(kind, path);
      const decode = () => Promise.resolve(decodeDevice(nameOf(path), withoutSchema(file.keys)));
      await withPlaces([file], decode);
      return { kind, notices: [] };
    }
  }
}

async function checkScenario(path: string): Promise<void> {
  const { target } = await loadScenarioFile(path);
  if (target === undefined) return;
  if (typeof target !== "string") decodeOwnTarget(target);
  else if (isPath(target)) await loadTargetFile(target);
  else checkTarget(target);
}

/** That a program is not there is no fault of a file. */
async function missing(check: () => Promise<unknown>): Promise<string[]> {
  try {
    await check();
    return [];
  } catch (error) {
    if (error instanceof TargetMissing) return [error.message];
    throw error;
  }
}
