import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CaseReply, GoldenSummary } from "../../runner/workers/messages.js";
import { SeenCases } from "./seen-cases.js";

const golden = (...findings: object[]) => ({ findings }) as unknown as GoldenSummary;
const finding = { checker: "fsck", class: "lost", message: "P3 is not clean", kill: 0 };

function reply(verdict: string, name: string): CaseReply {
  const findings = verdict === "violated" ? [finding] : [];
  const why = verdict === "undecided" ? { reason: name } : { class: name };
  return { record: { id: `c1:${name}`, verdict, ...why, findings } } as unknown as CaseReply;
}

test("held: some cases, and nothing else", () => {
  const seen = new SeenCases();
  seen.golden(golden());
  seen.case(reply("held", "recovered"));
  seen.case(reply("held", "refused"));
  assert.equal(seen.result(), { verdict: "held", stateCount: 2, problems: [] });
});

test("no case is no proof", () => {
  const { verdict, problems } = new SeenCases().result();
  assert.equal([verdict, problems], ["undecided", ["no crash point was found"]]);
});

test("a violated case counts for more than an undecided one, with its id and finding", () => {
  const seen = new SeenCases();
  seen.case(reply("undecided", "a tool is missing"));
  assert.is(seen.result().verdict, "undecided");
  seen.case(reply("violated", "lost"));
  const { verdict, stateCount, problems } = seen.result();
  assert.equal([verdict, stateCount], ["violated", 2]);
  assert.equal(problems, [
    "c1:lost: lost; seen by fsck: P3 is not clean",
    "c1:a tool is missing: a tool is missing",
  ]);
});

test("what is wrong without any crash is wrong, and golden that fails is undecided", () => {
  const wrong = new SeenCases();
  wrong.golden(golden({ ...finding, class: "wrong without any crash" }));
  wrong.case(reply("held", "recovered"));
  assert.is(wrong.result().verdict, "violated");
  const failed = new SeenCases();
  failed.undecided("the uninterrupted run failed");
  assert.equal(failed.result().problems, ["the uninterrupted run failed"]);
});

test("many findings are cut short, and counted", () => {
  const seen = new SeenCases();
  for (const name of ["a", "b", "c", "d", "e"]) seen.case(reply("violated", name));
  assert.is(seen.result().problems.length, 4);
  assert.is(seen.result().problems.at(-1), "and 2 more");
});

test.run();
