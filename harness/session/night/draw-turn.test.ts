import { test } from "uvu";
import * as assert from "uvu/assert";
import type { NightRecord } from "../../store/night/night-record.js";
import { drawCanary, drawTurn, turnWords } from "./draw-turn.js";

const night = {
  seed: "5eed",
  turns: [
    {
      ...{ weight: 3, cases: 30, by: "soak", options: { aim: "steps" } },
      subjects: [{ scenario: "resize", target: "reference" }],
    },
    {
      ...{ weight: 1, cases: 7, by: "explore", options: { devices: ["trash", "volatile"] } },
      subjects: [{ scenario: "varied/resize-*", target: "reference" }, { small: "record-first" }],
    },
  ],
  canary: { everyTurns: 10, targets: ["half-replaced", "slot-unflushed"] },
} as unknown as NightRecord;

const numbers = Array.from({ length: 200 }, (_, index) => index + 1);

test("a turn is drawn by its number alone: frozen, so that a night can be continued later", () => {
  const first = drawTurn(night, 1);
  assert.equal(drawTurn(night, 1), first);
  const told = [1, 10, 15, 21].map((number) => {
    const turn = drawTurn(night, number);
    return `${turnWords(turn)} ${JSON.stringify(turn.options["seed"])}`;
  });
  assert.equal(told, [
    'soak resize on reference (by steps) "787b044c"',
    'explore small target record-first (trash) "e21657b7"',
    'explore small target record-first (trash) "c4a5891d"',
    'explore varied/resize-96 on reference (trash) "20cb8ced"',
  ]);
});

test("kinds of turns come by their weights; names, devices, disks and seeds are drawn", () => {
  const turns = numbers.map((number) => drawTurn(night, number));
  const soaks = turns.filter(({ by }) => by === "soak").length;
  assert.ok(soaks > 120 && soaks < 180, String(soaks));
  const texts = turns.map(turnWords);
  for (const word of ["small target record-first", "varied/resize-", "trash", "volatile"]) {
    assert.ok(
      texts.some((text) => text.includes(word)),
      word,
    );
  }
  assert.not.ok(texts.some((text) => text.includes("*")));
  assert.is(new Set(turns.map(({ options }) => options["seed"])).size, turns.length);
  assert.equal(turns.find(({ by }) => by === "soak")?.options["budget"], { cases: 30 });
});

test("a canary comes before the first turn, and before each tenth from there", () => {
  const due = numbers.slice(0, 30).filter((number) => drawCanary(night, number) !== undefined);
  assert.equal(due, [1, 11, 21]);
});

test.run();
