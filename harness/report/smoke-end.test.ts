import { test } from "uvu";
import * as assert from "uvu/assert";
import { smokeEnd, type SmokePartEnd } from "./smoke-end.js";

const run = (code: number): SmokePartEnd => ({ kind: "run", name: `part ${code}`, code });
const notRun: SmokePartEnd = { kind: "not run", name: "the real one", why: "it is missing" };

test("the worst part tells, and what was not run is counted", () => {
  assert.equal(smokeEnd([run(0), notRun]), {
    lines: ["exit 0   part 0", "NOT RUN  the real one: it is missing", "1 part run, 1 not run"],
    code: 0,
  });
  assert.is(smokeEnd([run(0), run(2), notRun]).code, 2);
  assert.is(smokeEnd([run(2), run(1), run(0)]).code, 1);
});

test("with all parts not run nothing is known", () => {
  const { lines, code } = smokeEnd([notRun, notRun]);
  assert.is(code, 2);
  assert.is(lines.at(-1), "0 parts run, 2 not run");
});

test.run();
