import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { noChecks } from "../../catalogue/said/schemas.js";
import { makeScenario } from "../../catalogue/any-command.js";
import { runTool } from "../../target/tool.js";
import { leftBehind, seenBeside, signalWorker } from "../../target/left-behind.samples.js";
import { crashOrderOf, type CaseOrder } from "../case/case-order.js";
import type { CaseReply } from "./messages.js";
import { requestLimits } from "./request-limits.js";
import { soak } from "./soak.js";
import { verdictOf } from "./runs.samples.js";

const test = suite<{ folder: string; disk: string }>("lost workers");

test.before(async (context) => {
  context.folder = mkdtempSync(join(tmpdir(), "lost-workers-"));
  context.disk = join(context.folder, "disk.img");
  const built = await runTool(["truncate", "-s", "64K", context.disk]);
  assert.is(built.exitCode, 0, built.stderr);
});

test.after(({ folder }) => rmSync(folder, { recursive: true }));

/** Longer than a timer of Node's can be: two months. */
const longMs = 60 * 24 * 3_600_000;

/** Runs three cases on one worker, which gets a signal as the given ones begin. */
async function runWith(
  { folder, disk }: { folder: string; disk: string },
  signal: "SIGKILL" | "SIGSTOP",
  losing: readonly number[],
) {
  const mark = `lost-worker-${signal}-${losing.join("-")}-${process.pid}`;
  process.env["LOST_WORKER"] = mark;
  const script = `for i in 1 2 3; do printf $i | dd of="$0" bs=1 seek=$i conv=notrunc; done`;
  const command: [string, ...string[]] = ["sh", "-c", script, "{disk}"];
  const job = { disk, folder, command, timeoutSeconds: 60, successCodes: [0] };
  const { scenario, target } = await makeScenario(job);
  const explore = { models: ["kill"], devices: [], seed: "1", depth: 1, nested: "" } as const;
  const replies: CaseReply[] = [];
  const before = seenBeside(folder);
  try {
    await soak(
      {
        ...{ scenario, target, imagePath: disk, devices: [], jobs: 1 },
        explore: { ...explore, points: "all", flushes: false },
        requestLimits: {
          ...{ openMs: longMs, recordMs: longMs },
          caseMs: ({ index }) => (losing.includes(index) && signal === "SIGSTOP" ? 500 : longMs),
        },
        orderAt: (index): CaseOrder | undefined => {
          if (index === 3) return undefined;
          if (losing.includes(index)) void signalWorker(mark, signal);
          const cuts = [{ kind: "write", writes: index + 1, bytes: 0 }] as const;
          return { index, seed: "1", ...crashOrderOf(cuts) };
        },
      },
      { ready: () => undefined, done: (reply) => void replies.push(reply) },
      new AbortController().signal,
    );
  } finally {
    delete process.env["LOST_WORKER"];
    assert.equal(await leftBehind(mark), []);
    assert.equal(seenBeside(folder), before);
  }
  return replies;
}

for (const [signal, loss, why] of [
  ["SIGSTOP", "stuck", /^a worker was stuck: it gave no answer within 1 s/],
  ["SIGKILL", "died", /^a worker was killed by SIGKILL, which the harness did not send/],
] as const) {
  test(`${signal}: undecided, another worker goes on, nothing is left`, async (context) => {
    const replies = await runWith(context, signal, [1]);
    assert.equal(
      replies.map(({ lost }) => lost),
      [undefined, loss, undefined],
    );
    const [verdict, reason = ""] = verdictOf(replies[1]?.record);
    assert.is(verdict, "undecided");
    assert.match(reason, why);
    assert.match(replies[1]?.record.id ?? "", /:w2@/);
    for (const { record } of [replies[0], replies[2]].flatMap((each) => each ?? [])) {
      assert.not.equal(record.verdict, "undecided", record.id);
    }
  });
}

test("where one worker after the other is lost, the run ends with the reason", async (context) => {
  try {
    await runWith(context, "SIGKILL", [0, 1, 2]);
    assert.unreachable();
  } catch (error) {
    assert.match(String(error), /killed by SIGKILL, which the harness did not send/);
  }
});

test("limits: longer than all that has a limit of its own, and longer for more of it", () => {
  const kill = { kind: "write", writes: 1, bytes: 0 } as const;
  const order = { index: 0, seed: "1", kind: "explored", cuts: [kill] } as const;
  const { caseMs, recordMs } = requestLimits({ timeoutSeconds: 120, checks: noChecks });
  assert.ok(recordMs > 3 * 240_000);
  const checks = { ...noChecks, atEnd: ["a", "b", "c", "d", "e", "f", "g", "h"] };
  const checked = requestLimits({ timeoutSeconds: 120, checks });
  assert.ok(checked.recordMs > 3 * 8 * 120_000, "lines of the user's may take their time, too");
  const usual = caseMs(order, 1000);
  assert.ok(usual > 10 * 240_000);
  assert.ok(caseMs({ ...order, cuts: [kill, kill] }, 1000) > usual);
  assert.ok(
    caseMs(
      { ...order, kind: "cuts", cuts: [{ kind: "interrupt", writes: 1, signal: "INT" }] },
      1000,
    ) > usual,
  );
  assert.ok(
    requestLimits({ timeoutSeconds: 120, moreResumes: ["x"], checks: noChecks }).caseMs(
      order,
      1000,
    ) > usual,
  );
  assert.ok(caseMs({ ...order, leftMs: 1000 }, 1000) < usual / 4);
  assert.ok(requestLimits({ timeoutSeconds: 1, checks: noChecks }).caseMs(order, 1000) < usual);
});

test.run();
