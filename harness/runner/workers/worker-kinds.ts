import type { MediumOpener } from "../../media/medium.js";
import type { Launcher } from "../../target/launcher.js";
import type { Victim } from "../../target/victim.js";

/** Of what kind the medium and the victim of a worker are. */
export interface WorkerKinds {
  readonly openMedium: MediumOpener;
  readonly openVictim: (launcher: Launcher) => Victim;
}
