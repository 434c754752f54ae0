import { test } from "uvu";
import * as assert from "uvu/assert";
import { refused } from "../catalogue/refused.samples.js";
import { allowedCpus } from "../target/sandbox.js";
import { parseSeed } from "../model/case-id.js";
import { seedFrom, seedWord } from "../session/options/run-options.js";
import { countFrom, durationFrom, jobsFrom, killsFrom } from "./values.js";

/** Fails unless a UsageError is thrown whose message has this in it. */
function refusedWith(run: () => unknown, part: string): void {
  assert.match(refused(run), part);
}

function withChaosSeed(value: string | undefined, run: () => void): void {
  const before = process.env["CHAOS_SEED"];
  const set = (text: string | undefined) => {
    if (text === undefined) delete process.env["CHAOS_SEED"];
    else process.env["CHAOS_SEED"] = text;
  };
  set(value);
  try {
    run();
  } finally {
    set(before);
  }
}

test("a seed is taken as given, else from CHAOS_SEED, else drawn", () => {
  withChaosSeed("beef", () => {
    assert.is(seedFrom("7f3a"), "7f3a");
    assert.is(seedFrom(undefined), "beef");
  });
  for (const nothing of [undefined, ""]) {
    withChaosSeed(nothing, () => {
      assert.match(seedFrom(undefined), /^[0-9a-f]{8}$/);
      assert.is.not(seedFrom(undefined), seedFrom(undefined));
    });
  }
});

test("a word is a seed, the same on every machine; hex is taken as it is", () => {
  const word = "nightly-2026-11-27";
  assert.is(seedFrom(word), "ee657004");
  assert.is(seedWord(word), word);
  withChaosSeed(word, () =>
    assert.equal([seedFrom(undefined), seedWord(undefined)], ["ee657004", word]),
  );
  for (const hex of ["7f3a", "7F3A"])
    assert.equal([seedFrom(hex), seedWord(hex)], ["7f3a", undefined]);
  for (const odd of ["a".repeat(41), "a b", "Nächtlich"]) {
    assert.is(parseSeed(seedFrom(odd)), seedFrom(odd));
    assert.is(seedWord(odd), odd);
  }
  withChaosSeed("", () => assert.is(seedWord(undefined), undefined));
});

test("counts are whole numbers from 1", () => {
  assert.is(countFrom("iterations", "1"), 1);
  assert.is(countFrom("iterations", "20"), 20);
  for (const text of ["0", "-1", "1.5", "1e3", "0x10", "", " 1", "many", "Infinity"]) {
    refusedWith(() => countFrom("iterations", text), `--iterations: expected a whole number`);
  }
});

test("durations have a unit", () => {
  for (const [text, ms] of [
    ["250ms", 250],
    ["5s", 5000],
    ["10m", 600_000],
    ["8h", 28_800_000],
  ] as const) {
    assert.is(durationFrom("duration", text), ms);
  }
  for (const text of ["5", "0s", "-5s", "1.5h", "5 s", "5d", "s", "", "5S", "5sx"]) {
    refusedWith(() => durationFrom("delay", text), `--delay: expected a time`);
  }
});

test("kills are a number or a range up to 16", () => {
  assert.equal(killsFrom("3"), { least: 3, most: 3 });
  assert.equal(killsFrom("1..4"), { least: 1, most: 4 });
  assert.equal(killsFrom("2..2"), { least: 2, most: 2 });
  assert.equal(killsFrom("16"), { least: 16, most: 16 });
  for (const text of ["0", "0..2", "4..1", "17", "1..17", "1-4", "1..", "..4", "1...4", ""]) {
    refusedWith(() => killsFrom(text), `found "${text}"`);
  }
});

test("there are as many workers as CPUs, or fewer when asked", () => {
  const cpus = allowedCpus().length;
  assert.is(jobsFrom(undefined), cpus);
  assert.is(jobsFrom("1"), 1);
  assert.is(jobsFrom(String(cpus)), cpus);
  refusedWith(() => jobsFrom(String(cpus + 1)), `there are ${cpus}, not ${cpus + 1}`);
  refusedWith(() => jobsFrom("0"), "--jobs: expected a whole number");
});

test.run();
