import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Scenario } from "../../catalogue/scenario.js";
import type { GoldenWatch, WorkDone } from "../../media/medium.js";
import type { Lab, RunRecord } from "../lab/lab.js";
import { whatFailed } from "./failed-run.js";

/** A run that said something and ended with a code, or was stopped. */
function ran(said: string, exitCode: number, ended: RunRecord["ended"] = "finished"): RunRecord {
  const trace = [{ kind: "output", stream: "stderr", text: `${said}\n` }];
  const exits = [{ exitCode, signal: null }];
  return { part: "first", ended, exits, trace, durationMs: 2000 } as unknown as RunRecord;
}

interface Around {
  readonly change?: string;
  readonly work?: WorkDone;
  readonly again?: RunRecord;
  readonly image?: "given" | "built";
}

/** What is said of it; and what was done on the bench. */
async function told(record: RunRecord, { change, work, again, image = "given" }: Around = {}) {
  const done: string[] = [];
  const lab = {
    bench: {
      noun: "disk",
      changeFromBase: () => change,
      promote: () => done.push("promote"),
    },
    isToRefuse: false,
    succeeded: ({ exitCode }: { exitCode: number }) => exitCode === 0,
    run: () => {
      done.push("run");
      return Promise.resolve(again ?? ran("still no", 3));
    },
  } as unknown as Lab;
  const watch = {
    workDone: () =>
      Promise.resolve(work ?? { lines: [], faults: [], leftAlone: [], sameFiles: [] }),
  } as unknown as GoldenWatch;
  const subject = {
    scenario: { name: "some", image: { kind: image } as Scenario["image"] },
    target: { name: "tool", successCodes: [0, 1] },
  };
  const text = await whatFailed(lab, watch, subject, record, "command 1 exited with 3");
  return { text, done };
}

test("what it said, that nothing has changed, what the same does again, how to go on", async () => {
  const { text, done } = await told(ran("no room", 3));
  assert.is(
    text,
    "the uninterrupted run failed: command 1 exited with 3. It said: no room. " +
      "The disk is byte for byte as before. " +
      "The same once more on that: command 1 exited with 3, saying: still no. " +
      "To take this for success and go on: --success 0,1,3",
  );
  assert.equal(done, ["promote", "run"]);
});

test("it says what it has done, and what it has lost", async () => {
  const lost = { checker: "content", class: "silently lost", place: "P3", message: "it is gone" };
  const { text } = await told(ran("half done", 3), {
    change: "7 pages changed",
    work: {
      lines: ["P3: the partition is gone", "P4: is new, 1 MiB"],
      faults: [lost],
      leftAlone: [],
      sameFiles: [],
    } as WorkDone,
    again: ran("all done", 0),
  });
  assert.match(text, "The disk has changed: P3: the partition is gone; P4: is new, 1 MiB. ");
  assert.match(text, "It lost: P3: it is gone. ");
  assert.match(text, "The same once more on that: succeeds, saying: all done. ");
});

test("bytes that have changed though no file has are told", async () => {
  const { text } = await told(ran("x", 3), { change: "1 page changed" });
  assert.match(text, "The disk has changed, but no file on it. ");
});

test("what did not end is not run again, and has no code to take for success", async () => {
  const { text, done } = await told(ran("working", 0, "hung"));
  assert.equal(done, []);
  assert.not.match(text, "--success");
  assert.not.match(text, "once more");
});

test("of a scenario of ours it is said where its codes stand, and that it may refuse", async () => {
  const { text } = await told(ran("no room", 3), { image: "built" });
  const [, advice] = text.split("To take this for success and go on: ");
  const refusal = 'where it is right to refuse: "ends": "refused" in scenario some';
  assert.is(advice, `"successCodes": [0, 1, 3] in target tool; ${refusal}`);
});

test("what a shell could not run, and what was killed, is no success", async () => {
  for (const [code, advice] of [
    [126, "By 126 a shell says that it found that it can't be run: see to that first"],
    [127, "By 127 a shell says that it found no such program: see to that first"],
    [137, "By 137 a shell says that SIGKILL has ended a program"],
    [139, "By 139 a shell says that SIGSEGV has ended a program"],
  ] as const) {
    for (const image of ["given", "built"] as const) {
      const { text } = await told(ran("sh: no", code), { image });
      assert.is(text.split(". ").at(-1), advice);
    }
  }
  const { text } = await told(ran("no data", 243));
  assert.match(text, "--success 0,1,243", "an error number as a code is not a shell's word");
});

test.run();
