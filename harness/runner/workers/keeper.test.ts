import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { KeptPart } from "../evidence/kept-failures.js";
import { Keeper } from "./keeper.js";
import type { CaseReply } from "./messages.js";

function reply(id: string, change: object = {}, smallest?: string): CaseReply {
  const finding = { checker: "fsck", class: "lost", place: "P1", message: `at ${id}`, kill: 1 };
  const record = { id, verdict: "violated", model: "kill", known: false, findings: [finding] };
  return {
    record: { ...record, ...change },
    trial: false,
    ...(smallest === undefined ? {} : { smallest: { id: smallest } }),
  } as unknown as CaseReply;
}

/** A worker that keeps what it is asked to, and says what that was. */
function worker(log: string[], name = "w") {
  return {
    async keep(parts: readonly KeptPart[]) {
      log.push(`${name} begins`);
      await sleep(1);
      log.push(`${name} ${parts.join("+")}`);
      return { ids: [...parts] };
    },
  };
}

test("of like failures the first three of a run are kept, whoever has run them", async () => {
  const keeper = new Keeper("run");
  const log: string[] = [];
  const kept: number[] = [];
  for (const [index, name] of ["a", "b", "a", "b", "a"].entries()) {
    const { ids } = await keeper.keep(worker(log, name), reply(`c${index}`));
    kept.push(ids.length);
  }
  assert.equal(kept, [1, 1, 1, 0, 0]);
  const others = [reply("c6", { model: "power" }), reply("c7", { known: true })];
  for (const other of others) assert.is((await keeper.keep(worker(log), other)).ids.length, 1);
});

test("each smallest case is kept too, once", async () => {
  const keeper = new Keeper("run");
  const keep = async (...args: Parameters<typeof reply>) =>
    (await keeper.keep(worker([]), reply(...args))).ids;
  assert.equal(await keep("c1", {}, "c0"), ["case", "smallest"]);
  assert.equal(await keep("c2", {}, "c0"), ["case"]);
  assert.equal(await keep("c0"), []);
  assert.equal(await keep("c3"), []);
  assert.equal(await keep("c4", {}, "c4"), ["case"]);
  assert.equal(await keep("c5", {}, "c00"), ["smallest"]);
});

test("what is not violated, a trial, and a run without a folder leave nothing", async () => {
  const log: string[] = [];
  const keeper = new Keeper("run");
  for (const other of [
    reply("c1", { verdict: "held", class: "recovered" }),
    reply("c2", { verdict: "undecided" }),
    { ...reply("c3"), trial: true },
  ]) {
    assert.equal(await keeper.keep(worker(log), other), { ids: [] });
  }
  assert.equal(await new Keeper(undefined).keep(worker(log), reply("c4")), { ids: [] });
  assert.equal(log, []);
});

test("workers keep one after the other, also after one that has failed", async () => {
  const keeper = new Keeper("run");
  const log: string[] = [];
  const broken = { keep: () => Promise.reject(new Error("broken")) };
  const fails = keeper.keep(broken, reply("c1")).catch((error: unknown) => String(error));
  const others = ["a", "b"].map((name) => keeper.keep(worker(log, name), reply(`c${name}`)));
  assert.is(await fails, "Error: broken");
  await Promise.all(others);
  assert.equal(log, ["a begins", "a case", "b begins", "b case"]);
});

test.run();
