import { test } from "uvu";
import * as assert from "uvu/assert";
import type { RunTool } from "../../target/tool.js";
import { BoundedTools } from "./bounded-tools.js";

const hangs = ["hangs"] as const;
const ends = ["ends"] as const;

/** Tools that take a second each, or all the time that they get. */
function tools() {
  let nowMs = 0;
  const started: string[] = [];
  const runTool: RunTool = ([program], { timeoutMs = 0 } = {}) => {
    started.push(program);
    const timedOut = program === "hangs";
    nowMs += timedOut ? timeoutMs : 1000;
    const exit = { exitCode: timedOut ? null : 0, signal: null, stdout: "", stderr: "" };
    return Promise.resolve({ ...exit, timedOut });
  };
  return { bounded: new BoundedTools(runTool, () => nowMs), started, now: () => nowMs };
}

async function isRun(bounded: BoundedTools, command: readonly [string, ...string[]]) {
  return bounded.run(command, { timeoutMs: 60_000 }).then(
    () => true,
    () => false,
  );
}

test("checkers that hang take what is left, and the limit of one of them", async () => {
  const { bounded, started, now } = tools();
  bounded.begin(10_000);
  for (let count = 0; count < 5; count += 1) await isRun(bounded, hangs);
  assert.equal(started, ["hangs"]);
  assert.is(now(), 60_000);
  assert.ok(bounded.isOutOfTime());
  assert.not(await isRun(bounded, ends));
  // The next case begins anew.
  bounded.begin(Infinity);
  assert.ok(await isRun(bounded, hangs));
  assert.ok(await isRun(bounded, hangs));
  assert.not(bounded.isOutOfTime());
});

test("a case in which all tools end goes to its end, also when the time is up", async () => {
  const { bounded } = tools();
  bounded.begin(500);
  for (let count = 0; count < 5; count += 1) assert.ok(await isRun(bounded, ends));
  assert.not(bounded.isOutOfTime());
});

test.run();
