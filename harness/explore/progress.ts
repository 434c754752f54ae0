import type { CrashPoint } from "../model/trace.js";

const doublings = 13;

/**
 * Kills at growing distances, each in the resume of the one before: a target that gets on with its
 * work has finished before the last of them.
 */
export function growingKills(writeCount: number): CrashPoint[] {
  const first = Math.max(1, Math.ceil(writeCount / 2 ** (doublings - 3)));
  const points: CrashPoint[] = [];
  for (let writes = first; ; writes *= 2) {
    points.push({ kind: "write", writes, bytes: 0 });
    if (isFarEnough(writes, writeCount)) return points;
  }
}

/** More writes in one go than two uninterrupted runs and some repairs make. */
export function isFarEnough(writes: number, writeCount: number): boolean {
  return writes > 2 * writeCount + 64;
}

/** Whether these are kills at growing distances, as `growingKills` makes them. */
export function areGrowing(points: readonly CrashPoint[]): boolean {
  return (
    points.length >= 3 &&
    points.every((point, index) => {
      const before = points[index - 1];
      if (point.kind !== "write" || point.bytes > 0) return false;
      if (before === undefined) return true;
      return before.kind === "write" && point.writes === 2 * before.writes;
    })
  );
}
