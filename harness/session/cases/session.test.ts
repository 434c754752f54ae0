import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { noChecks } from "../../catalogue/said/schemas.js";
import type { Scenario } from "../../catalogue/scenario.js";
import { programFileOf, stampOf } from "../../catalogue/program.js";
import { targetScript } from "../../catalogue/target-scripts.samples.js";
import type { CaseOrder } from "../../runner/case/case-order.js";
import { readChangeMap } from "../../store/changes/read-change-map.js";
import { readRun } from "../../store/run-folder.js";
import { runTool } from "../../target/tool.js";
import { noNotes, type RunEvent, type RunResult } from "../run/run-events.js";
import { startSession } from "./session.js";

type Holds = Scenario["holds"];
const nothing: Holds = { always: [], oneOf: [], bystanders: [], keeps: [] };

/** As a file could say it if nobody had looked at it: the checker that reads this throws. */
const damaged = null as unknown as string[];

interface Ended {
  readonly result: RunResult;
  readonly events: readonly RunEvent[];
  readonly stored: ReturnType<typeof readRun>;
  readonly map: ReturnType<typeof readChangeMap>;
}

const test = suite<Record<"landed" | "inCase" | "atGolden" | "inTime", Ended>>("session");

test.before(async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "session-"));
  const disk = join(folder, "disk.img");
  const image = `truncate -s 4M "$1"; printf 'label: gpt\\nsize=1MiB, name=A\\n' | sfdisk -q "$1"`;
  const built = await runTool(["sh", "-ec", image, "sh", disk]);
  assert.is(built.exitCode, 0, built.stderr);
  try {
    const run = (name: string, holds: Holds, order: Partial<CaseOrder>, ms = Infinity) =>
      ended(name, holds, order, { folder, disk, ms });
    // Each of them mostly sleeps.
    [context.landed, context.inCase, context.atGolden, context.inTime] = await Promise.all([
      run("landed", nothing, { kind: "writes", killCount: 3 }),
      run("in-case", { ...nothing, oneOf: [damaged] }, { kind: "writes", killCount: 1 }),
      run("at-golden", { ...nothing, keeps: damaged }, { kind: "writes", killCount: 1 }),
      run("in-time", nothing, { kind: "writes", killCount: 1 }, 1),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

async function ended(
  name: string,
  holds: Holds,
  order: Partial<CaseOrder>,
  { folder, disk, ms }: { folder: string; disk: string; ms: number },
): Promise<Ended> {
  const run = startSession(
    {
      ...{ command: "soak", seed: "1", limits: { cases: 1, ms }, jobs: 1, firstJob: 0 },
      ...{ results: join(folder, name), strict: false, shown: {} },
      subject: {
        scenario: {
          ...{ name, about: name, fingerprint: "0000", commands: [["{disk}"]] },
          ...{ timeoutSeconds: 20, holds, known: [], expects: [], checks: noChecks },
          image: { kind: "given", path: disk, sha256: "", stamp: stampOf(disk) },
        },
        target: {
          ...{ name: "writes-once", env: {}, successCodes: [0], stepNames: ["run"], steps: [] },
          program: [targetScript("writes-once")],
          file: programFileOf([targetScript("writes-once")]),
        },
        replayWords: [],
      },
      orders: {
        orderAt: (index) => ({ ...order, index, seed: "1" }) as CaseOrder,
        ...{ follow: () => [], takes: () => false, plannedCount: () => undefined },
        notes: () => noNotes,
      },
    },
    undefined,
  );
  const result = await run.done;
  const events: RunEvent[] = [];
  for await (const event of run.events) events.push(event);
  const path = join(folder, name, "latest");
  return { result, events, stored: readRun(path), map: readChangeMap(path) };
}

test("what it tells, from the beginning, also to who comes late", ({ landed }) => {
  const kinds = landed.events.map(({ kind }) => kind);
  const recording = kinds.slice(1, kinds.indexOf("plan"));
  assert.ok(recording.length > 0 && recording.every((kind) => kind === "recording"));
  assert.equal(
    kinds.filter((kind) => kind !== "recording"),
    ["start", "plan", "case", "end"],
  );
  const phases = landed.events.flatMap((each) =>
    each.kind === "recording" ? each.progress.phase : [],
  );
  assert.equal(
    [...new Set(phases)],
    [
      "reading the image",
      "first uninterrupted run",
      "second uninterrupted run",
      "one more run on the finished",
      "judging what they leave",
    ],
  );
});

test("fewer kills landed than asked for: undecided, now and in what is stored", ({ landed }) => {
  const { verdict, undecided, records, end } = landed.result;
  assert.is(verdict, "undecided");
  assert.is(end.kind, "complete");
  const [record] = records;
  assert.equal(undecided, [
    `${record?.id ?? ""}: kill 2 of 3 was not made: nothing was left to cut, or it hung`,
  ]);
  assert.equal(
    record?.cuts.map(({ landed }) => landed),
    ["landed", "missed", "missed"],
  );
  assert.match(record?.id ?? "", /:w1@0000$/);
  assert.equal(landed.stored.cases, records);
});

test("what the recorded run did is stored, where there is one", ({ landed, atGolden }) => {
  assert.equal(landed.map?.steps, ["run"]);
  const { area, offsetBytes } = landed.map?.rows[0]?.stretch ?? {};
  assert.is(landed.map?.chart?.areas[area ?? -1]?.name, "P1 A");
  assert.type(offsetBytes, "number");
  assert.is(atGolden.map, undefined);
});

test("a checker that throws in a case leaves it undecided, with what it threw", ({ inCase }) => {
  assert.is(inCase.result.verdict, "undecided");
  assert.is(inCase.result.totals.undecided, 1);
  assert.match(inCase.result.undecided.join(), /Cannot read properties of null/);
});

test("one that throws on an uninterrupted run leaves everything undecided", ({ atGolden }) => {
  const { verdict, undecided, records, end } = atGolden.result;
  assert.is(verdict, "undecided");
  assert.is(end.kind, "undecided");
  assert.equal([records, atGolden.stored.cases], [[], []]);
  assert.match(undecided[0] ?? "", /the uninterrupted runs could not be judged: .*iterable/);
});

test("time that is up before the uninterrupted runs are made ends them", ({ inTime }) => {
  const { verdict, undecided, records, end } = inTime.result;
  assert.equal([verdict, end.kind, records], ["undecided", "undecided", []]);
  assert.match(undecided[0] ?? "", "before the uninterrupted runs were made and judged");
});

test.run();
