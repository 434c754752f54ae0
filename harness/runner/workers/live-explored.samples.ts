import * as assert from "uvu/assert";
import { openStream } from "../../model/prng.js";
import type { CrashPoint } from "../../model/trace.js";
import type { Agreement } from "../evidence/evidence.js";
import type { CaseReply } from "./messages.js";
import { loadDevices } from "../../catalogue/devices.js";
import { prepareImage } from "../../catalogue/base-image.js";
import { loadScenario } from "../../catalogue/scenario.js";
import { soak } from "./soak.js";
import type { Target } from "../../catalogue/target.js";

/** For tests: so many crash points are tried. */
export const pointCount = 16;
/** Half of the points lie among the first writes: tables and metadata come before content. */
const firstWrites = 150;

/** Crash points all over the run: kills, torn writes and power losses. */
function pointsOf(writeCount: number): CrashPoint[] {
  const stream = openStream("a6ee", "points");
  return Array.from({ length: pointCount }, (_, index): CrashPoint => {
    const last = index % 2 === 0 ? Math.min(firstWrites, writeCount - 1) : writeCount - 1;
    const writes = stream.integer(1, last);
    if (index % 4 === 1) return { kind: "write", writes, bytes: stream.integer(1, 511) };
    if (index % 4 !== 3) return { kind: "write", writes, bytes: 0 };
    const fate = { kind: "subset", number: index } as const;
    return { kind: "power", writes, ended: false, device: "volatile", fate, trash: [] };
  });
}

/** For tests: whether live crashes of a target and images made from traces have the same bytes. */
export async function agreementsOf(target: Target): Promise<Agreement[]> {
  const scenario = loadScenario("resize");
  const { path } = await prepareImage(scenario, () => undefined);
  const replies: CaseReply[] = [];
  const end = await soak(
    {
      scenario,
      target,
      imagePath: path,
      devices: loadDevices(),
      jobs: 1,
      orderAt: (index, { writeCount }) => {
        const point = pointsOf(writeCount)[index];
        return (
          point && {
            kind: "cuts",
            index,
            seed: "a6ee",
            cuts: [point],
            detail: true,
            crashOnly: true,
          }
        );
      },
    },
    { ready: () => undefined, done: (reply) => void replies.push(reply) },
    new AbortController().signal,
  );
  assert.is(end.kind, "complete");
  return replies.flatMap(({ agreements }) => agreements);
}
