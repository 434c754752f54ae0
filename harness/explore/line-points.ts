import { UsageError } from "../model/errors.js";
import { openStream } from "../model/prng.js";
import type { LinePoint } from "../model/trace.js";
import type { PointFilter } from "./point-filter.js";

/**
 * Where a run that writes nothing can be killed: at each line that it prints, or at a seeded
 * sample of them. Throws UsageError where the filter asks for certain writes.
 */
export function linePoints(lineCount: number, filter: PointFilter, seed: string): LinePoint[] {
  if (filter.namesWrites || filter.growing || filter.bySite) {
    throw new UsageError(
      "--points: the target writes nothing, so that it is killed at the lines that it prints; " +
        "of those only sample=N can be asked for",
    );
  }
  const lines = Array.from({ length: lineCount }, (_, index) => index + 1);
  if (filter.sampleCount === undefined) return lines.map(at);
  const sample = openStream(seed, "sample of lines").shuffle(lines).slice(0, filter.sampleCount);
  return sample.sort((one, other) => one - other).map(at);
}

function at(line: number): LinePoint {
  return { kind: "line", line };
}
