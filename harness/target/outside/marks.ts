import { statSync, utimesSync } from "node:fs";

/** When each folder was last marked: an overlay puts modification times back, but not these. */
const marked = new Map<string, number>();

/** Sets the times of a folder, so that a change in it can be told by them. */
export function markUntouched(folder: string): void {
  utimesSync(folder, 0, 0);
  marked.set(folder, statSync(folder).ctimeMs);
}

/** True where nothing was made or removed in a folder since it was marked. */
export function isUntouched(folder: string): boolean {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat?.mtimeMs === 0 && stat.ctimeMs === marked.get(folder);
}
