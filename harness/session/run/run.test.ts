import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { Interrupted } from "../../model/errors.js";
import { startRun, type Work } from "./run.js";

/** Tells two things, one after the other, and then gives a result. */
const twoSteps: Work<string, number> = async (tell) => {
  tell("one");
  await sleep(5);
  tell("two");
  return 7;
};

/** Works until it is stopped. */
const endless: Work<string, string> = async (tell, signal) => {
  tell("begun");
  while (!signal.aborted) await sleep(1);
  tell("ended");
  return String(signal.reason);
};

async function all<T>(events: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const event of events) read.push(event);
  return read;
}

async function thrownBy(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

test("each who reads gets all events, also who comes late; nobody has to", async () => {
  const run = startRun(twoSteps, undefined);
  const early = all(run.events);
  assert.is(await run.done, 7);
  assert.equal(await early, ["one", "two"]);
  assert.equal(await all(run.events), ["one", "two"]);
});

test("who stops reading lets the others read on", async () => {
  const run = startRun(twoSteps, undefined);
  const other = all(run.events);
  for await (const event of run.events) if (event === "one") break;
  assert.equal(await other, ["one", "two"]);
});

test("a failure rejects what is waited for, ends the events, and is nobody else's", async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  process.on("unhandledRejection", note);
  const run = startRun<string, never>((tell) => {
    tell("one");
    return Promise.reject(new Error("it broke"));
  }, undefined);
  assert.equal(await all(run.events), ["one"]);
  await sleep(5);
  assert.equal(unhandled, []);
  process.off("unhandledRejection", note);
  assert.match(String(await thrownBy(run.done)), "it broke");
});

test("stop ends it early; afterwards it does nothing", async () => {
  const run = startRun(endless, undefined);
  run.stop();
  assert.match(await run.done, "Interrupted: stopped by its caller");
  run.stop();
  assert.equal(await all(run.events), ["begun", "ended"]);
});

test("a signal that is aborted later stops it, and is the cause", async () => {
  const controller = new AbortController();
  const run = startRun<string, unknown>(async (tell, signal) => {
    await endless(tell, signal);
    return signal.reason as unknown;
  }, controller.signal);
  const why = new Error("enough");
  controller.abort(why);
  const reason = await run.done;
  assert.instance(reason, Interrupted);
  assert.is((reason as Interrupted).cause, why);
});

test("one that is aborted already rejects at once, and nothing is started", async () => {
  let started = false;
  const run = startRun<string, undefined>(
    () => {
      started = true;
      return Promise.resolve(undefined);
    },
    AbortSignal.abort(new Error("too late")),
  );
  const thrown = await thrownBy(run.done);
  assert.instance(thrown, Interrupted);
  assert.match(String(thrown), "too late");
  assert.is(started, false);
  assert.equal(await all(run.events), []);
});

test.run();
