import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CrashPoint } from "../../model/trace.js";
import { classOrReason } from "../../store/records.js";
import { endFindings } from "./expected-end.js";
import { after, line, reasonOf, run } from "../workers/runs.samples.js";
import type { Scenario } from "../../catalogue/scenario.js";

const refused = { ends: "refused", says: "not enough room" } as const;

/** What the uninterrupted runs did wrong, and the verdicts of the cases. */
async function seen(program: string, changes: Partial<Scenario>, ...cuts: CrashPoint[]) {
  const { golden, records, end } = await run(
    program,
    cuts.map((cut) => [cut]),
    changes,
  );
  assert.is(reasonOf(end), "");
  const wrong = golden?.findings.map(({ checker, message }) => `${checker}: ${message}`);
  const verdicts = records.map((each) => `${each.verdict} (${classOrReason(each)})`);
  return { golden, records, wrong: wrong ?? [], verdicts };
}

test("a refusal that is asked for holds, killed at each line that it prints", async () => {
  const { golden, wrong, verdicts } = await seen("refuses", refused, line(1), line(2));
  assert.equal(wrong, []);
  assert.equal(golden?.planned, { kind: "lines", points: [line(1), line(2)] });
  assert.equal(verdicts, ["held (refused)", "held (refused)"]);
});

test("success in place of a refusal is violated, though nothing is cut", async () => {
  const { golden, wrong } = await seen("writes-nothing", refused);
  assert.match(wrong[0] ?? "", /^told: expected it to refuse, but it exited with 0/);
  const [finding] = golden?.findings ?? [];
  assert.equal(
    [finding?.class, finding?.place, finding?.known],
    ["diverged", "what it says", false],
  );
});

test("work that is done in place of a refusal is recovered, and not refused", async () => {
  const { wrong, verdicts } = await seen("rewrites-in-place", { ends: "refused" }, after(1));
  assert.is(wrong.length, 2);
  assert.equal(verdicts, ["held (recovered)"]);
});

test("a refusal that does not say why is wrong without a crash: no case is blamed", async () => {
  const { wrong, verdicts } = await seen("refuses", { ...refused, says: "^in use" }, line(1));
  assert.is(wrong.length, 1);
  assert.match(wrong[0] ?? "", /^told: expected it to say something like \/\^in use\//);
  assert.equal(verdicts, ["held (refused)"]);
});

test("a refusal that has changed a byte is wrong without a crash: no case is blamed", async () => {
  const { wrong, verdicts } = await seen("refuses-too-late", refused, after(1));
  assert.equal(wrong, [
    "against golden: expected the disk byte for byte as before, found 1 pages changed, " +
      "first at byte 1998848",
  ]);
  assert.equal(verdicts, ["held (finished)"]);
});

test("bytes that only a kill leaves changed are blamed on the crash", async () => {
  const { wrong, records } = await seen("refuses-after-a-try", refused, after(1), after(2));
  assert.equal(wrong, []);
  const [cut, late] = records.map(({ findings }) =>
    findings.map((each) => [each.class, each.kill]),
  );
  assert.equal(cut, [
    ["bystander touched", 1],
    ["silently lost", 0],
    ["bystander touched", 0],
  ]);
  assert.equal(late, []);
});

test("a run that is to leave the disk alone may succeed, if it says what is asked", async () => {
  const dry = { leaves: "unchanged", says: "dry run" } as const;
  const { wrong } = await seen("writes-nothing", dry);
  assert.is(wrong.length, 1);
  assert.match(wrong[0] ?? "", /^told: expected it to say .* It said: nothing/);
});

test("what only a crashed run does is blamed on the crash", () => {
  const told = { checker: "told", message: "x" } as const;
  const touched = { checker: "against golden", message: "y" } as const;
  const classes = endFindings([told, touched], []).map((each) => each.class);
  assert.equal(classes, ["diverged", "bystander touched"]);
  assert.equal(endFindings([told, touched], [touched]).length, 1);
});

test.run();
