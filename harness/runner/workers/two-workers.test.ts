import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { noChecks } from "../../catalogue/said/schemas.js";
import { makeScenario } from "../../catalogue/any-command.js";
import { HarnessError, Interrupted } from "../../model/errors.js";
import type { CaseRecord } from "../../store/records.js";
import { allowedCpus } from "../../target/sandbox.js";
import { runTool } from "../../target/tool.js";
import { crashOrderOf } from "../case/case-order.js";
import type { GoldenSummary } from "./messages.js";
import { pointsOf } from "./planned-points.js";
import { requestLimits } from "./request-limits.js";
import { soak, type SoakPlan } from "./soak.js";
import { WorkerHandle } from "./worker.js";

const test = suite<{ folder: string; disk: string }>("two workers");

test.before(async (context) => {
  context.folder = mkdtempSync(join(tmpdir(), "two-workers-"));
  context.disk = join(context.folder, "disk.img");
  const image = `truncate -s 4M "$1"; printf 'label: gpt\\nsize=1MiB, name=A\\n' | sfdisk -q "$1"`;
  const built = await runTool(["sh", "-ec", image, "sh", context.disk]);
  assert.is(built.exitCode, 0, built.stderr);
});

test.after(({ folder }) => rmSync(folder, { recursive: true }));

/** Writes a number of blocks that no two runs agree in, and ends in the same disk. */
const unsteady = `n=$(($(od -An -N1 -tu1 /dev/urandom) % 40 + 1))
for i in $(seq $n) last; do
  printf '%s' $i | dd of="$0" bs=512 seek=4000 conv=sync,notrunc status=none
done`;

async function planOf(
  { folder, disk }: { folder: string; disk: string },
  script: string,
): Promise<Omit<SoakPlan, "orderAt">> {
  const command: [string, ...string[]] = ["sh", "-c", script, "{disk}"];
  const job = { disk, folder, command, timeoutSeconds: 60, successCodes: [0] };
  const { scenario, target } = await makeScenario(job);
  const explore = { models: ["kill"], devices: [], seed: "1", depth: 1, nested: "" } as const;
  return {
    ...{ scenario, target, imagePath: disk, devices: [], jobs: 2 },
    explore: { ...explore, points: "all", flushes: false },
  };
}

test("all go by the trace of the first, whatever the target writes next time", async (context) => {
  const plan = await planOf(context, unsteady);
  const records: CaseRecord[] = [];
  const golden: GoldenSummary[] = [];
  const end = await soak(
    {
      ...plan,
      orderAt: (index, { planned }) => {
        const point = pointsOf(planned)[index];
        return point && { index, seed: "1", ...crashOrderOf([point]) };
      },
    },
    {
      ready: (summary) => void golden.push(summary),
      done: ({ record }) => void records.push(record),
    },
    new AbortController().signal,
  );
  assert.is(end.kind, "complete");
  assert.is(golden.length, 1);
  const writeCount = golden[0]?.writeCount ?? 0;
  assert.is(records.length, writeCount);
  for (const { id, verdict, cuts } of records) {
    assert.is(verdict, "held", id);
    assert.is(cuts[0]?.ofWrites, writeCount, id);
  }
});

test("an abort ends both, rejects as interrupted, and leaves no mount", async (context) => {
  const plan = await planOf(context, "sleep 60 # $0");
  const mountsBefore = readFileSync("/proc/self/mounts", "utf8");
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Interrupted("test")), 2500);
  try {
    const silent = { ready: () => undefined, done: () => undefined };
    await soak({ ...plan, orderAt: () => undefined }, silent, controller.signal);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, Interrupted);
  }
  assert.is(readFileSync("/proc/self/mounts", "utf8"), mountsBefore);
});

test("a worker that has ended while nothing was asked of it answers all the same", async () => {
  const worker = new WorkerHandle(
    allowedCpus()[0] ?? 0,
    requestLimits({ timeoutSeconds: 1, checks: noChecks }),
  );
  await worker.close();
  for (const ask of [() => worker.record(), () => worker.handOver()]) {
    try {
      await ask();
      assert.unreachable();
    } catch (error) {
      assert.instance(error, HarnessError);
    }
  }
});

test.run();
