import { prepareImage } from "../../catalogue/base-image.js";
import { targetNameOf, type KnownBad } from "../../catalogue/resizers/known-bad.js";
import { loadScenario, type Scenario } from "../../catalogue/scenario.js";
import { openSmall } from "../../catalogue/small/small-job.js";
import type { SmallBad, SmallRight } from "../../catalogue/small/small-targets.js";
import { loadTarget, type Target } from "../../catalogue/target.js";
import type { CrashModel } from "../../model/trace.js";
import type { FindingClass } from "../../model/verdict.js";

/** What is crashed in a proof. */
export interface OpenedSubject {
  readonly scenario: Scenario;
  readonly target: Target;
  readonly imagePath: string;
}

/** What a bad and a correct one have in common. */
interface ProofSubject {
  readonly name: string;
  /** Those of one name begin with one disk, which is made once, before the first of them. */
  readonly image: string;
  /** Programs that it needs, and that not every machine with crashpoint has. */
  readonly tools?: readonly string[] | undefined;
  /** As `--points` and `--nested` take it; what the proof takes where absent. */
  readonly points?: string;
  /** Makes the image where it is not there; `notice` hears of that. */
  readonly open: (notice: (line: string) => void) => Promise<OpenedSubject>;
}

/** A target with a known mistake, and how that must be seen. */
export interface BadSubject extends ProofSubject, Pick<KnownBad, "mistake" | "needs"> {
  readonly expected: {
    readonly class: readonly FindingClass[];
    readonly checker?: string | undefined;
    readonly place?: string | undefined;
  };
  readonly notByChance?: string | undefined;
}

/** A target that must hold. */
export interface CorrectSubject extends ProofSubject {
  readonly odd: string;
  /** All where absent. */
  readonly models?: readonly CrashModel[] | undefined;
  readonly devices?: readonly string[] | undefined;
  /** So many signals a run, where it is interrupted: 1 where absent. */
  readonly interrupts?: 1 | 2 | undefined;
}

/** A known-bad resizer, as what must be caught. */
export function badResizer(bad: KnownBad): BadSubject {
  return { ...bad, image: bad.scenario, open: openNamed(bad.scenario, targetNameOf(bad)) };
}

/** A resizer that is right, by the names of its scenario and its target. */
export function correctResizer(
  name: string,
  odd: string,
  names: { readonly scenario: string; readonly target: string },
): CorrectSubject {
  const { scenario, target } = names;
  return { name, odd, image: scenario, open: openNamed(scenario, target) };
}

/** A small target with a mistake: all its writes are crash points, unless its row says other. */
export function smallBad(row: SmallBad): BadSubject {
  const { name, image, tools, mistake, needs, expected, notByChance } = row;
  const open = (notice: (line: string) => void) => openSmall(row, notice);
  const points = row.points === "usual" ? {} : { points: "all" };
  return { name, image, tools, mistake, needs, expected, notByChance, ...points, open };
}

/** A small target that is right: all its writes are crash points. */
export function smallRight(row: SmallRight): CorrectSubject {
  const { name, image, tools, odd, models, devices, interrupts } = row;
  const open = (notice: (line: string) => void) => openSmall(row, notice);
  return { name, image, tools, odd, models, devices, interrupts, points: "all", open };
}

function openNamed(scenarioName: string, targetName: string): ProofSubject["open"] {
  return async (notice) => {
    const scenario = loadScenario(scenarioName);
    const target = loadTarget(targetName);
    const { path: imagePath } = await prepareImage(scenario, notice);
    return { scenario, target, imagePath };
  };
}
