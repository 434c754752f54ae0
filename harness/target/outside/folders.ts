import { basename, join } from "node:path";
import { sandboxFolder, sharedMemoryFolder } from "../sandbox.js";

/** A folder of the machine, and the one that stands in its place. */
export interface Instead {
  readonly at: string;
  readonly folder: string;
  /** Names of what is in it and no target's. */
  readonly ours?: readonly string[];
}

/** Where a sandbox keeps what its targets write outside of the medium. */
export const outsideFolder = join(sandboxFolder, "outside");
/** TMPDIR, and the folder that commands run in. */
export const scratchFolder = join(sandboxFolder, "scratch");

/** What outlives a reboot: HOME, what overlays hold, and files that a scenario names. */
export const lastingFolder = join(outsideFolder, "lasting");
export const homeFolder = join(lastingFolder, "home");
export const upperFolder = (cover: number): string => join(lastingFolder, "upper", String(cover));
export const survivorFolder = join(lastingFolder, "survivors");
/** Files of the moment that outlive a reboot (file-hierarchy(7)). */
export const varTmp = { at: "/var/tmp", folder: join(lastingFolder, "var-tmp") } as const;

/** Folders of a machine that are empty after a reboot, and what stands in their place. */
export const fleeting = [
  { at: "/tmp", folder: join(outsideFolder, "fleeting", "tmp") },
  { at: "/run", folder: join(outsideFolder, "fleeting", "run") },
  { at: "/var/lock", folder: join(outsideFolder, "fleeting", "lock") },
  // The sandbox has covered it already.
  { at: sharedMemoryFolder, folder: sharedMemoryFolder, ours: [basename(sandboxFolder)] },
] as const;

export const stageFolder = (number: number): string => join(outsideFolder, "stage", String(number));
export const workFolder = (cover: number): string => join(outsideFolder, "work", String(cover));
/** The machine's own /tmp or /run, under an overlay. */
export const viewFolder = (at: string): string => join(outsideFolder, "view", at);
/** Where kept states are. */
export const keptFolder = join(outsideFolder, "kept");
/** The covers, as mount(8) reads them. */
export const fstabPath = join(outsideFolder, "fstab");
/** What is in /run after a boot, whatever runs: see file-hierarchy(7). */
export const runEntries = ["lock", "user", "user/0"];
/** A line here for each place that could not be kept apart. */
export const notCoveredPath = join(outsideFolder, "not-covered");
