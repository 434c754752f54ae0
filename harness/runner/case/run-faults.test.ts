import { test } from "uvu";
import * as assert from "uvu/assert";
import { rerunFaults } from "./rerun-faults.js";
import { runFaults, type RunSeen } from "./run-faults.js";

const outsideOf = (seen: Partial<RunSeen["outside"]>): RunSeen["outside"] => ({
  ...{ scratch: [], left: [], before: [], isUsed: false },
  ...seen,
});
const fine: RunSeen = {
  ...{ ended: "finished", exit: { exitCode: 0, signal: null } },
  ...{ strays: [], outside: outsideOf({}), durationMs: 2000 },
};
const alone = {
  leaves: { processes: false, scratch: false },
  outside: { left: [["HOME/.cache/x-17"], []], ends: ["1", ""], isUsed: true },
};

/** "class, place, by checker: message" of each fault. */
function faults(change: Partial<RunSeen>, golden = alone): string[] {
  return runFaults({ ...fine, ...change }, golden, "disk").map(
    (each) => `${each.class}, ${each.place}, by ${each.checker}: ${each.message}`,
  );
}

test("a run that ends by itself and leaves nothing has done nothing wrong", () => {
  assert.equal(faults({}), []);
  assert.equal(faults({ exit: { exitCode: 1, signal: null } }), []);
});

test("one that does not end hangs", () => {
  const words = ["hung, the resume, by time: the resume did not end within 2000 ms"];
  assert.equal(faults({ ended: "hung", outside: outsideOf({ scratch: ["x"] }) }), words);
});

test("one that a fault of its own has ended dies, also where a shell tells it by a code", () => {
  const words = ["died, the resume, by told: it was ended by SIGSEGV, a fault of its own"];
  assert.equal(faults({ exit: { exitCode: null, signal: "SIGSEGV" } }), words);
  assert.equal(faults({ exit: { exitCode: 139, signal: null } }), words);
  assert.equal(faults({ exit: { exitCode: null, signal: "SIGKILL" } }), []);
  assert.equal(faults({ exit: { exitCode: 137, signal: null } }), []);
});

test("processes and files that it leaves are told, unless all runs leave such", () => {
  const left = { strays: ["sleep 9"], outside: outsideOf({ scratch: ["a", "b"] }) };
  assert.equal(faults(left), [
    "escaped writer, processes, by processes: still running at the end: sleep 9",
    "left behind, TMPDIR, by scratch: left in TMPDIR: a, b",
  ]);
  const usual = { ...alone, leaves: { processes: true, scratch: true } };
  assert.equal(faults(left, usual), []);
});

test("files outside of the disk are told where uninterrupted runs leave no such", () => {
  const left = ["HOME/.cache/x-18", "HOME/.lock", "/etc/x (changed)"];
  assert.equal(faults({ outside: outsideOf({ left }) }), [
    "left behind, outside of the disk, by scratch: " +
      "left outside of the disk: HOME/.lock, /etc/x (changed)",
  ]);
  assert.equal(faults({ outside: outsideOf({ left: ["HOME/.cache/x-18"] }) }), []);
  assert.equal(faults({ ended: "killed", outside: outsideOf({ left }) }), []);
});

test("one more run may neither fail nor change anything", () => {
  const messages = (...asked: Parameters<typeof rerunFaults>) =>
    rerunFaults(...asked).map((each) => `${each.class}: ${each.message}`);
  const what = "one more run on the finished disk";
  assert.equal(messages(undefined, undefined, "disk"), []);
  assert.equal(messages("it exited with 1", "2 pages", "disk"), [
    `stuck: ${what} failed: it exited with 1`,
  ]);
  assert.equal(messages(undefined, "2 pages", "disk"), [
    `diverged: ${what}: expected no change, found 2 pages`,
  ]);
});

test.run();
