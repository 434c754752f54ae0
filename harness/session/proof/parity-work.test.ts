import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { CannotJudge, UsageError } from "../../model/errors.js";
import { showWork, type ParityWork } from "./parity-work.js";

const { signal } = new AbortController();

test("what can't be done is no claim about the target", async () => {
  const missing = () => Promise.reject(new UsageError("the target is not there"));
  assert.equal(await showWork(missing, 0, 1000, signal), {
    kind: "not run",
    why: "the target is not there",
  });
  const full = () => Promise.reject(new CannotJudge("no room"));
  assert.equal(await showWork(full, 0, 1000, signal), { kind: "undecided", reason: "no room" });
});

test("what takes longer than it may is not run", async () => {
  const slow = async (): Promise<ParityWork> => {
    await sleep(20);
    throw new Error("it was stopped");
  };
  assert.equal(await showWork(slow, 0, 5, signal), {
    kind: "not run",
    why: "no end within 0.005 s",
  });
});

test("an aborted signal is thrown", async () => {
  const controller = new AbortController();
  const stopped = async (): Promise<ParityWork> => {
    controller.abort(new Error("enough"));
    await sleep(1);
    throw new Error("it was stopped");
  };
  const shown = await showWork(stopped, 0, 1000, controller.signal).catch(String);
  assert.is(shown, "Error: enough");
});

test.run();
