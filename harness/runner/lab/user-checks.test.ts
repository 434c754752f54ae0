import { test } from "uvu";
import * as assert from "uvu/assert";
import { CannotJudge } from "../../model/errors.js";
import { sha256 } from "../../model/sha256.js";
import type { Inspection } from "./inspect.js";
import { UserChecks, viewDifference, type View } from "./user-checks.js";

const ended = (exitCode: number, text = "", said = text || "nothing"): Inspection => ({
  ...{ kind: "ended", exitCode, said },
  stdout: { text, sha256: sha256(text) },
});

const view = (text: string, exitCode = 0): View => ({ text, exitCode, sha256: sha256(text) });

/** Answers each line as told, and remembers what it was asked. */
function labWith(answers: Readonly<Record<string, Inspection | Error>>) {
  const asked: string[] = [];
  const inspect = (line: string): Promise<Inspection> => {
    asked.push(line);
    const answer = answers[line] ?? ended(0);
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { asked, inspect };
}

const checks = new UserChecks({ atEnd: ["a", "b"], atCrash: ["boot"] });

test("a check that exits with anything but 0 refuses; each is asked", async () => {
  const lab = labWith({ a: ended(3, "", "no file"), b: ended(1), boot: ended(2, "", "no kernel") });
  assert.equal(await checks.atEnd(lab), [
    {
      ...{ checker: "check", class: "check failed", place: "a" },
      message: "`a` exited with 3, saying: no file",
    },
    {
      ...{ checker: "check", class: "check failed", place: "b" },
      message: "`b` exited with 1, saying: nothing",
    },
  ]);
  assert.equal(await checks.atCrash(lab), [
    {
      ...{ checker: "check at the crash", class: "unbootable at the crash", place: "boot" },
      message: "`boot` exited with 2, saying: no kernel",
    },
  ]);
  assert.equal(lab.asked, ["a", "b", "boot"]);
});

test("checks that exit with 0 are content", async () => {
  const lab = labWith({});
  assert.equal(await checks.atEnd(lab), []);
  assert.equal(await checks.atCrash(lab), []);
  assert.is(await checks.viewOf(lab), undefined);
});

const silent: readonly (readonly [Inspection | Error, string])[] = [
  [{ kind: "hung", limitMs: 500 }, "it did not end within its time (500 ms)"],
  [{ kind: "died", signal: "SIGSEGV" }, "it was ended by SIGSEGV"],
  [ended(127, "", "sh: 1: verify: not found"), "it can't be run (exit code 127: sh: 1: verify"],
  [ended(126), "it can't be run (exit code 126"],
  [new CannotJudge("it prints more than 3 bytes"), "it prints more than 3 bytes"],
];
for (const [answer, why] of silent) {
  test(`a check says nothing where ${why}`, async () => {
    const thrown: unknown = await checks
      .atEnd(labWith({ a: answer }))
      .catch((error: unknown) => error);
    assert.instance(thrown, CannotJudge);
    assert.ok((thrown as Error).message.startsWith(`the check \`a\` says nothing: ${why}`));
  });
}

const seen = { atEnd: [], atCrash: [] };
const golden = new UserChecks({ ...seen, view: { line: "ls", like: "golden" } });
const either = new UserChecks({ ...seen, view: { line: "ls", like: "either" } });

test("a view is what is printed, with its exit code", async () => {
  const lab = labWith({ ls: ended(1, "A\nB\n") });
  assert.equal(await golden.viewOf(lab), view("A\nB\n", 1));
});

test("a view must be as after one of the uninterrupted runs", () => {
  const [one, two, before] = [view("A\nB\n"), view("A\nC\n"), view("old\n")];
  assert.equal(golden.viewRefusals(two, [one, two], before), []);
  assert.equal(golden.viewRefusals(before, [one, two], before), [
    {
      ...{ checker: "view", class: "check failed", place: "ls" },
      message: '`ls`: expected in line 1 "A", as after an uninterrupted run, found "old"',
    },
  ]);
  assert.equal(checks.viewRefusals(before, [one], before), []);
});

test("or as before, where that is fine, too", () => {
  const [done, before] = [view("A\nB\n"), view("old\n")];
  assert.equal(either.viewRefusals(done, [done], before), []);
  assert.equal(either.viewRefusals(before, [done], before), []);
  const [refusal] = either.viewRefusals(view("A\n"), [done], before);
  assert.is(
    refusal?.message,
    '`ls`: expected in line 2 "B", as after an uninterrupted run, found "", ' +
      "and not as before any run either",
  );
});

test("the difference of two views is their first line that differs", () => {
  const wanted = view("A\nB");
  assert.match(viewDifference(view("A"), wanted), 'line 2 "B"');
  assert.ok(viewDifference(view("A"), wanted).endsWith("found nothing more"));
  assert.match(viewDifference(view("A\nB\nC"), wanted), "expected in line 3 nothing more");
  assert.match(viewDifference(view("A\nB", 2), wanted), "expected it to exit with 0");
  const beyond = { ...wanted, sha256: sha256("more") };
  assert.match(viewDifference(beyond, wanted), "found other output");
});

test.run();
