import { resolve } from "node:path";
import { isPath } from "../../catalogue/files/here.js";
import { isFiled, loadScenarioFile, type OwnTarget } from "../../catalogue/files/scenario-file.js";
import { decodeOwnTarget, loadTargetFile } from "../../catalogue/files/target-file.js";
import { loadScenario, type Scenario } from "../../catalogue/scenario.js";
import { loadTarget, type Target } from "../../catalogue/target.js";
import type { CaseId } from "../../model/case-id.js";
import { UsageError } from "../../model/errors.js";
import { wordsOf } from "../options/option-words.js";

/** What is crashed, by names or by the paths of files. */
export interface NamedFiles {
  readonly scenario?: string | undefined;
  /** Without it the scenario's own is taken. */
  readonly target?: string | undefined;
  readonly program?: string | undefined;
  readonly trace?: string | undefined;
}

/** Files of the user's, with whole paths. */
export interface SubjectFiles {
  readonly scenario?: string;
  readonly target?: string;
}

/** What was loaded, and the words of a command line that load the same. */
interface Loaded {
  readonly scenario: Scenario;
  readonly target: Target;
  /** Absent where all is in the catalogue. */
  readonly files?: SubjectFiles;
  readonly replayWords: readonly string[];
}

const usualScenario = "resize";
const usualTarget = "partitionresizer";

/** Loads a scenario and a target by names or paths. Rejects with UsageError. */
export async function loadNamed(named: NamedFiles): Promise<Loaded> {
  const { scenario, ownTarget } = await scenarioOf(named.scenario ?? usualScenario);
  const target = await targetOf(named.target ?? ownTarget ?? usualTarget, named.program);
  return loadedOf(scenario, target, named, ownTarget);
}

/**
 * Loads what a case id was made with: by the files that are named, else by those of the run that
 * printed it. Rejects with UsageError that says which file is needed.
 */
export async function loadOfId(
  id: Pick<CaseId, "scenario" | "target">,
  given: NamedFiles,
  ofRun: SubjectFiles,
): Promise<Loaded> {
  const named = { ...given, ...filesFor(id, given, ofRun) };
  const { scenario, ownTarget } = await scenarioOf(named.scenario);
  const own = named.target ?? ownTarget;
  const found = own === undefined ? undefined : await targetOf(own, given.program);
  const target = found?.name === id.target ? found : targetOfId(id, given.program);
  return loadedOf(scenario, target, named, ownTarget);
}

function filesFor(
  id: Pick<CaseId, "scenario" | "target">,
  given: NamedFiles,
  ofRun: SubjectFiles,
): { readonly scenario: string; readonly target?: string } {
  const target = given.target ?? ofRun.target;
  const withTarget = target === undefined ? {} : { target };
  if (!isFiled(id.scenario)) return { scenario: id.scenario, ...withTarget };
  const scenario = given.scenario ?? ofRun.scenario;
  if (scenario !== undefined) return { scenario, ...withTarget };
  const name = id.scenario.replace(/^file\//, "");
  throw new UsageError(
    `this id was made with a scenario in a file called ${name}.json or ${name}.jsonc, and no ` +
      `results of that run are here: name it, as in replay ID --scenario path/to/${name}.json`,
  );
}

function targetOfId({ target }: Pick<CaseId, "target">, program: string | undefined): Target {
  try {
    return loadTarget(target, program);
  } catch (error) {
    const [, name] = /^file-(.+)$/.exec(target) ?? [];
    if (name === undefined) throw error;
    throw new UsageError(
      `this id was made with a target in a file called ${name}.json or ${name}.jsonc: ` +
        `name it, as in replay ID --target path/to/${name}.json`,
      { cause: error },
    );
  }
}

async function scenarioOf(name: string) {
  if (!isPath(name)) return { scenario: loadScenario(name), ownTarget: undefined };
  const { scenario, target } = await loadScenarioFile(name);
  return { scenario, ownTarget: target };
}

async function targetOf(named: OwnTarget, program: string | undefined): Promise<Target> {
  if (typeof named !== "string") return decodeOwnTarget(named, program);
  return isPath(named) ? loadTargetFile(named, program) : loadTarget(named, program);
}

function loadedOf(
  scenario: Scenario,
  target: Target,
  named: NamedFiles,
  ownTarget: OwnTarget | undefined,
): Loaded {
  const scenarioPath = pathIn(named.scenario);
  const targetPath = pathIn(named.target);
  const files = {
    ...(scenarioPath !== undefined && { scenario: resolve(scenarioPath) }),
    ...(targetPath !== undefined && { target: resolve(targetPath) }),
  };
  const options = {
    scenario: scenarioPath,
    // The scenario's own would be taken.
    target: ownTarget === undefined ? targetPath : named.target,
    ...{ program: named.program, trace: named.trace },
  };
  const isStored = scenarioPath === undefined && targetPath === undefined;
  return { scenario, target, ...(!isStored && { files }), replayWords: wordsOf(options, []) };
}

function pathIn(name: string | undefined): string | undefined {
  return name !== undefined && isPath(name) ? name : undefined;
}
