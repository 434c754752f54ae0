import { test } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "../../model/errors.js";
import { openStream } from "../../model/prng.js";
import type { CrashPoint } from "../../model/trace.js";
import type { CaseReply } from "../workers/messages.js";
import { loadDevices } from "../../catalogue/devices.js";
import { prepareImage } from "../../catalogue/base-image.js";
import { loadScenario } from "../../catalogue/scenario.js";
import { soak } from "../workers/soak.js";
import { loadTarget, type Target } from "../../catalogue/target.js";

const pointCount = 24;
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

async function repliesOf(target: Target): Promise<CaseReply[]> {
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
  return replies;
}

test("reference: a live crash and the explored one leave the same bytes", async () => {
  const replies = await repliesOf(loadTarget("reference"));
  const agreements = replies.flatMap((reply) => reply.agreements);
  assert.is(agreements.length, pointCount);
  assert.ok(agreements.every(({ withOwnTrace }) => withOwnTrace));
  assert.ok(agreements.every(({ withRecorded }) => withRecorded === true));
});

test("the real resizer: the image of a live crash is base and its own trace", async () => {
  const target = realResizer();
  if (target === undefined) {
    console.log("NOT RUN: the real resizer is not there; scripts/setup tells how to get it");
    return;
  }
  const agreements = (await repliesOf(target)).flatMap((reply) => reply.agreements);
  assert.is(agreements.length, pointCount);
  assert.ok(agreements.every(({ withOwnTrace }) => withOwnTrace));
});

function realResizer(): Target | undefined {
  try {
    return loadTarget("partitionresizer");
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

test.run();
