import { UsageError } from "../model/errors.js";
import { listDevices, loadDevices } from "./devices.js";
import { listFileSystems, loadFileSystems } from "./file-systems.js";
import type { MediumKind } from "./placeholder.js";

/** The names of all profiles on which power is lost: devices of a disk, file systems of a tree. */
export function profilesFor(kind: MediumKind): string[] {
  return kind === "disk" ? listDevices() : listFileSystems();
}

/** The profile that promises least: what a dropped flush or sync costs shows on it. */
export function weakestFor(kind: MediumKind): string {
  return kind === "disk" ? "volatile" : "posix";
}

/** Throws UsageError for a profile that is unknown, or of the other medium. */
export function requireProfiles(names: readonly string[], kind: MediumKind): void {
  if (kind === "disk") loadDevices(names);
  else loadFileSystems(names);
}

/** Throws UsageError for a profile that is unknown on every medium. */
export function requireKnownProfiles(names: readonly string[]): void {
  const known = [...listDevices(), ...listFileSystems()];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new UsageError(
    `unknown device "${unknown}"; there are: ${listDevices().join(", ")}; ` +
      `for trees: ${listFileSystems().join(", ")}`,
  );
}
