import { Command } from "commander";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "../model/errors.js";
import { requireNothingSaid, saidOptions, type SaidTexts } from "./said.js";
import { addSubject, subjectFrom, type SubjectTexts } from "./subject.js";

/** What the command line parser makes of words. */
function read(...words: string[]): SubjectTexts {
  const command = addSubject(new Command("explore"));
  command.argument("[command...]").action(() => undefined);
  return command.parse(words, { from: "user" }).opts();
}

function refused(call: () => unknown, message: string): void {
  let thrown: unknown;
  try {
    call();
  } catch (error) {
    thrown = error;
  }
  assert.instance(thrown, UsageError);
  assert.match((thrown as Error).message, message);
}

test("what is said becomes options of the library", () => {
  const texts = read(
    ...["--disk", "d.img", "--resume", "one {disk}", "--resume=two {disk}", "--timeout", "90s"],
    ...["--success", "0,4", "--resume-success", "1", "--expects", "wipe", "--expects", "gone: A"],
    ...["--check", "a {disk}", "--check-at-crash", "b {disk}", "--check-at-crash", "c {disk}"],
    ...["--view", "d {disk}", "--", "true", "{disk}"],
  );
  assert.equal(saidOptions(texts), {
    ...{ resume: ["one {disk}", "two {disk}"], timeoutMs: 90_000 },
    ...{ successCodes: [0, 4], resumeSuccessCodes: [1], expects: ["wipe", "gone: A"] },
    ...{ check: ["a {disk}"], checkAtCrash: ["b {disk}", "c {disk}"] },
    ...{ view: "d {disk}", viewEither: undefined, survives: undefined, env: undefined },
  });
});

test("nothing of it can be said of a scenario that has a name", async () => {
  const all: readonly (readonly [string, string])[] = [
    ["--resume", "x {disk}"],
    ["--timeout", "3s"],
    ["--success", "0"],
    ["--resume-success", "0"],
    ["--expects", "wipe"],
    ["--check", "x {disk}"],
    ["--check-at-crash", "x {disk}"],
    ["--view", "x {disk}"],
    ["--view-either", "x {disk}"],
  ];
  for (const [option, value] of all) {
    const texts: SaidTexts = read(option, value);
    refused(() => requireNothingSaid(texts), `${option} only makes sense with --disk`);
  }
  requireNothingSaid(read());
  const thrown: unknown = await subjectFrom(read("--check", ""), []).catch(
    (error: unknown) => error,
  );
  assert.match(String(thrown), "--check only makes sense with --disk");
});

test("what can't be read is named", () => {
  refused(() => saidOptions({ expects: ["lost: A"] }), 'expects: expected "wipe"');
  refused(() => saidOptions({ resumeSuccess: "0,256" }), "--resume-success: exit codes end at 255");
  refused(() => saidOptions({ success: "x" }), "--success: expected a whole number");
});

test.run();
