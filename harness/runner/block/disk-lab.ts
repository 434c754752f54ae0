import type { Scenario } from "../../catalogue/scenario.js";
import type { Target } from "../../catalogue/target.js";
import { DiskMedium } from "../../media/disk/disk-medium.js";
import { startLauncher, type Launcher } from "../../target/launcher.js";
import type { Outside } from "../../target/outside/outside.js";
import { ProcessGroup } from "../../target/process-group.js";
import { Lab } from "../lab/lab.js";
import { openOutside } from "../lab/open-outside.js";

/** A lab whose medium is known to be a disk. */
export interface DiskLab {
  readonly lab: Lab;
  readonly medium: DiskMedium;
  readonly launcher: Launcher;
  readonly outside: Outside;
}

/** Sets up a lab on a disk image inside of a sandbox. */
export async function openDiskLab(
  scenario: Scenario,
  target: Target,
  imagePath: string,
): Promise<DiskLab> {
  const outside = openOutside(scenario, target, imagePath);
  const launcher = startLauncher(outside.entry);
  const medium = await DiskMedium.open(imagePath, launcher.runTool);
  const victim = new ProcessGroup(launcher);
  const lab = new Lab(
    { bench: medium.bench, victim, launcher, runTool: launcher.runTool, outside },
    scenario,
    target,
  );
  return { lab, medium, launcher, outside };
}
