import { test } from "uvu";
import * as assert from "uvu/assert";
import { RecordingWords } from "./recording-words.js";

test("what is done, how many writes there are so far, and how long it has taken", () => {
  const words = new RecordingWords(0);
  const run = { phase: "first uninterrupted run", writeCount: 1 } as const;
  assert.is(
    words.at({ phase: "reading the image", writeCount: 0 }, 900).now,
    "reading the image, 1 s",
  );
  assert.is(words.at(run, 3000).now, "first uninterrupted run: 1 write so far, 3 s");
  const later = words.at({ ...run, writeCount: 12 }, 4000);
  assert.equal(later, { now: "first uninterrupted run: 12 writes so far, 4 s", toLog: false });
});

test("a log gets one line of each phase that takes long", () => {
  const words = new RecordingWords(0);
  const logged = (phase: "first uninterrupted run" | "judging what they leave", times: number[]) =>
    times.map((nowMs) => words.at({ phase, writeCount: 0 }, nowMs).toLog);
  const first = logged("first uninterrupted run", [0, 4999, 5000, 6000, 60_000]);
  assert.equal(first, [false, false, true, false, false]);
  assert.equal(logged("judging what they leave", [61_000, 65_000]), [false, false]);
});

test.run();
