import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { summary } from "../../report/summary.js";
import type { CaseOrder } from "../../runner/case/case-order.js";
import { targetScript } from "../../catalogue/target-scripts.samples.js";
import type { Scenario } from "../../catalogue/scenario.js";
import { readRun } from "../../store/run-folder.js";
import { classOrReason, type CaseRecord } from "../../store/records.js";
import { runTool } from "../../target/tool.js";
import { runSession } from "./session.js";

type Holds = Scenario["holds"];
const nothing: Holds = { always: [], oneOf: [], bystanders: [], keeps: [] };

/** As a file could say it if nobody had looked at it: the checker that reads this throws. */
const damaged = null as unknown as string[];

interface Ended {
  readonly code: number;
  readonly cases: readonly CaseRecord[];
  readonly said: string;
}

const test = suite<{ landed: Ended; inCase: Ended; atGolden: Ended }>("session");

test.before(async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "session-"));
  const disk = join(folder, "disk.img");
  const image = `truncate -s 4M "$1"; printf 'label: gpt\\nsize=1MiB, name=A\\n' | sfdisk -q "$1"`;
  const built = await runTool(["sh", "-ec", image, "sh", disk]);
  assert.is(built.exitCode, 0, built.stderr);
  const { log } = console;
  const lines: string[] = [];
  console.log = (line: string) => void lines.push(line);
  try {
    const run = (name: string, holds: Holds, order: Partial<CaseOrder>) =>
      ended(name, holds, order, { folder, disk, lines });
    // Each of them mostly sleeps.
    [context.landed, context.inCase, context.atGolden] = await Promise.all([
      run("landed", nothing, { kind: "writes", killCount: 3 }),
      run("in-case", { ...nothing, oneOf: [damaged] }, { kind: "writes", killCount: 1 }),
      run("at-golden", { ...nothing, keeps: damaged }, { kind: "writes", killCount: 1 }),
    ]);
  } finally {
    console.log = log;
    rmSync(folder, { recursive: true });
  }
});

async function ended(
  name: string,
  holds: Holds,
  order: Partial<CaseOrder>,
  { folder, disk, lines }: { folder: string; disk: string; lines: readonly string[] },
): Promise<Ended> {
  const results = join(folder, name);
  const code = await runSession(
    {
      ...{ command: "soak", seed: "1", iterations: 1, durationMs: undefined, jobs: 1 },
      ...{ results, strict: false, shown: {} },
      scenario: {
        ...{ name, about: name, fingerprint: "0000", commands: [["{disk}"]] },
        ...{ timeoutSeconds: 20, holds, known: [] },
        image: { kind: "given", path: disk, sha256: "" },
      },
      target: {
        ...{ name: "writes-once", env: {}, successCodes: [0], stepNames: ["run"], steps: [] },
        program: [targetScript("writes-once")],
      },
      orderAt: (index) => ({ ...order, index, seed: "1" }) as CaseOrder,
      replayCommand: (id) => id,
    },
    new AbortController().signal,
  );
  const { cases } = readRun(join(results, "latest"));
  return { code, cases, said: lines.join("\n").replaceAll(/\s+/g, " ") };
}

test("fewer kills landed than asked for: said and undecided, now and in the report", (context) => {
  const { code, cases } = context.landed;
  assert.is(code, 2);
  assert.equal(
    cases.map((each) => `${each.verdict}: ${classOrReason(each)}`),
    ["undecided: kill 2 of 3 was not made: nothing was left to cut, or it hung"],
  );
  const [record] = cases;
  assert.equal(
    record?.cuts.map(({ landed }) => landed),
    ["landed", "missed", "missed"],
  );
  assert.match(record?.id ?? "", /:w1@0000$/);
  const told = summary({ cases, elapsedMs: 0, knownNotSeen: [], notices: [] });
  assert.match(told, "1 of 3 kills landed (0 early, 0 late, 2 missed)");
});

test("a checker that throws in a case leaves it undecided, with what it threw", ({ inCase }) => {
  assert.is(inCase.code, 2);
  const [record] = inCase.cases;
  assert.is(record?.verdict, "undecided");
  assert.match(record === undefined ? "" : classOrReason(record), /Cannot read properties of null/);
});

test("one that throws on an uninterrupted run leaves everything undecided", ({ atGolden }) => {
  assert.is(atGolden.code, 2);
  assert.equal(atGolden.cases, []);
  assert.match(atGolden.said, /undecided: the uninterrupted runs could not be judged: .*iterable/);
});

test.run();
