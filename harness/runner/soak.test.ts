import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { buildImage } from "../../fixtures/images/build.js";
import { decodeRecipe } from "../../fixtures/images/recipe.js";
import { Interrupted } from "../model/errors.js";
import type { CrashPoint } from "../model/trace.js";
import type { CaseRecord } from "../store/records.js";
import { runTool } from "../target/tool.js";
import type { CaseOrder } from "./case-order.js";
import type { GoldenSummary } from "./messages.js";
import { rootFolder } from "./places.js";
import type { Scenario } from "./scenario.js";
import { soak, type SoakEnd } from "./soak.js";
import type { Target } from "./target.js";

/** Runs cases on a small disk (A and B raw, one MiB each) with a target of fixtures/targets. */
async function run(
  program: string,
  cuts: CrashPoint[][],
  changes: Partial<Scenario> = {},
  spoil: (imagePath: string) => void = () => undefined,
  also: (cuts: CrashPoint[], index: number) => CaseOrder | undefined = () => undefined,
) {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-test-"));
  const recipe = decodeRecipe({
    diskMiB: 4,
    seed: "small",
    partitions: [
      { number: 1, name: "A", sizeMiB: 1, content: { kind: "raw" } },
      { number: 2, name: "B", sizeMiB: 1, content: { kind: "raw" } },
    ],
  });
  const scenario: Scenario = {
    name: "small",
    about: "a small disk",
    fixture: recipe,
    fingerprint: "0000",
    commands: [["{disk}"]],
    timeoutSeconds: 2,
    holds: { always: [], oneOf: [], bystanders: [], keeps: [] },
    known: [],
    ...changes,
  };
  const target: Target = {
    name: program,
    program: [join(rootFolder, "fixtures/targets", `${program}.sh`)],
    env: {},
    stepNames: ["start", "first", "second"],
    steps: [
      { line: "^step: first", step: "first" },
      { line: "^step: second", step: "second" },
    ],
  };
  const imagePath = join(folder, "disk.img");
  const records: CaseRecord[] = [];
  const golden: GoldenSummary[] = [];
  const digests: (readonly string[])[] = [];
  try {
    await buildImage(recipe, imagePath, runTool);
    spoil(imagePath);
    const explore = { models: ["kill", "torn"] as const, seed: "1" };
    const orderAt = (index: number): CaseOrder | undefined => {
      const chosen = cuts[index];
      if (chosen === undefined) return undefined;
      return also(chosen, index) ?? { kind: "cuts", index, seed: "1", cuts: chosen };
    };
    const end = await soak(
      { scenario, target, imagePath, runPath: folder, jobs: 1, explore, orderAt },
      {
        ready: (summary) => void golden.push(summary),
        done: ({ record, crashDigests }) => {
          records.push(record);
          digests.push(crashDigests);
        },
      },
      new AbortController().signal,
    );
    const failures = existsSync(join(folder, "failures"));
    return { end, records, golden: golden[0], failures, digests };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const after = (writes: number, bytes = 0): CrashPoint => ({ kind: "write", writes, bytes });
const line = (number: number): CrashPoint => ({ kind: "line", line: number });

function reasonOf(end: SoakEnd): string {
  return end.kind === "undecided" ? end.reason : "";
}

test("a sound target recovers from every cut, torn and nested ones too", async () => {
  const cuts = [[after(0)], [after(1)], [after(2), after(1)], [after(3, 100)], [line(1), line(2)]];
  const { records, golden, failures } = await run("rewrites-in-place", cuts);
  assert.equal(golden?.writesByStep, { first: 2, second: 2 });
  assert.equal(golden?.findings, []);
  assert.equal(
    records.map(({ verdict, class: name }) => `${verdict}: ${name}`),
    cuts.map(() => "held: recovered"),
  );
  assert.equal(
    records.map((record) => record.cuts.map(({ step }) => step)),
    [["first"], ["first"], ["first", "first"], ["second"], ["first", "second"]],
  );
  assert.equal(records[3]?.model, "torn");
  assert.equal(failures, false);
});

test("a live kill and the same crash point explored leave the same bytes", async () => {
  const points = [after(1), after(2), after(3), after(4), after(0, 1), after(2, 100)];
  const twice = points.flatMap((point) => [[point], [point]]);
  const { digests, records } = await run(
    "rewrites-in-place",
    twice,
    {},
    undefined,
    ([point], at) =>
      at % 2 === 1 && point?.kind === "write"
        ? { kind: "explored", index: at, seed: "1", point }
        : undefined,
  );
  assert.is(records.length, twice.length);
  for (let index = 0; index < digests.length; index += 2) {
    assert.equal(digests[index], digests[index + 1]);
    assert.is(records[index]?.id, records[index + 1]?.id);
    assert.is(records[index]?.cuts[0]?.step, records[index + 1]?.cuts[0]?.step);
    assert.is(records[index]?.cuts[0]?.region, records[index + 1]?.cuts[0]?.region);
    assert.is(records[index]?.cuts[0]?.line, records[index + 1]?.cuts[0]?.line);
  }
  assert.is(new Set(digests.map(([digest]) => digest)).size, points.length);
});

test("a cut beyond the last write is late, and the case is undecided", async () => {
  const { records } = await run("rewrites-in-place", [[after(99)]]);
  assert.is(records[0]?.verdict, "undecided");
  assert.is(records[0]?.cuts[0]?.landed, "late");
});

test("a target that clears before it copies loses data, and the evidence is kept", async () => {
  const { records, failures } = await run("loses-data", [[after(1)], [after(2)]]);
  assert.is(records[0]?.verdict, "violated");
  assert.is(records[0]?.class, "silent corruption");
  assert.is(records[1]?.verdict, "held");
  assert.ok(failures);
});

test("a touched bystander is found at the crash", async () => {
  const holds = { always: [], oneOf: [], bystanders: ["B"], keeps: [] };
  const { records } = await run("loses-data", [[after(1)]], { holds });
  assert.ok(records[0]?.findings.some((each) => each.class === "bystander touched"));
});

test("a resume that hangs is a finding, and its processes are gone", async () => {
  const { records } = await run("hangs-on-resume", [[after(1)]]);
  assert.is(records[0]?.verdict, "violated");
  assert.ok(records[0]?.findings.some((each) => each.class === "hung"));
});

test("forgotten scratch files are wrong without any crash, and said once", async () => {
  const { golden } = await run("leaves-scratch", [[after(1)]]);
  assert.ok(golden?.findings.some(({ checker }) => checker === "scratch"));
});

test("a process that leaves the group and writes on is named", async () => {
  const { records, golden } = await run("leaves-a-daemon", [[after(2)]]);
  const findings = [...(golden?.findings ?? []), ...(records[0]?.findings ?? [])];
  assert.ok(
    findings.some(({ checker }) => checker === "processes"),
    JSON.stringify(findings),
  );
});

test("write numbers do not depend on where the target's buffers lie", async () => {
  const { golden, records } = await run("writes-unaligned", [[after(1)], [after(1, 512)]]);
  assert.is(golden?.deterministic, true);
  assert.is(golden?.writeCount, 2);
  assert.equal(
    records.map(({ verdict }) => verdict),
    ["held", "held"],
  );
});

test("a target that ignores signals is killed all the same", async () => {
  const { records } = await run("ignores-signals", [[after(2)]]);
  assert.is(records[0]?.verdict, "held");
});

for (const [program, expected] of [
  ["fails-at-once", /exited with 3.*no such thing/],
  ["hangs", /did not end within its time/],
  ["floods-the-log", /output full/],
] as const) {
  test(`${program}: undecided, with the reason`, async () => {
    const { end, records } = await run(program, [[after(1)]]);
    assert.is(end.kind, "undecided");
    assert.match(reasonOf(end), expected);
    assert.equal(records, []);
  });
}

test("a target that writes nothing can't be cut: undecided", async () => {
  const { records, golden } = await run("writes-nothing", [[after(1)]]);
  assert.is(golden?.writeCount, 0);
  assert.is(records[0]?.verdict, "undecided");
});

test("a sick base image is undecided, and nothing is blamed on a crash", async () => {
  const { end } = await run("rewrites-in-place", [[after(1)]], {}, (imagePath) => {
    const descriptor = openSync(imagePath, "r+");
    writeSync(descriptor, Buffer.alloc(512), 0, 512, 512);
    closeSync(descriptor);
  });
  assert.match(reasonOf(end), /base image is not healthy.*primary invalid/);
});

test("an abort ends the workers and rejects as interrupted; no mount is left", async () => {
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Interrupted("test")), 700);
  const mountsBefore = readFileSync("/proc/self/mounts", "utf8");
  const plan = { scenario: {} as Scenario, target: {} as Target, imagePath: "/", runPath: "/" };
  try {
    await soak(
      { ...plan, jobs: 1, orderAt: () => undefined },
      { ready: () => undefined, done: () => undefined },
      controller.signal,
    );
    assert.unreachable();
  } catch (error) {
    assert.ok(error instanceof Error);
  }
  assert.is(readFileSync("/proc/self/mounts", "utf8"), mountsBefore);
});

test.run();
