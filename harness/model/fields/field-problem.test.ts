import { test } from "uvu";
import * as assert from "uvu/assert";
import { z } from "zod";
import { fieldProblems, fieldText } from "./field-problem.js";

const schema = z.strictObject({
  always: z.array(z.string()).optional(),
  many: z.array(z.strictObject({ count: z.int().min(1) })).optional(),
  form: z.union([z.string(), z.strictObject({ program: z.string() })]).optional(),
});

function problems(value: unknown): string[] {
  return fieldProblems(schema, value).map(({ keys, problem }) => `${fieldText(keys)}: ${problem}`);
}

test("what fits has no problems", () => {
  assert.equal(problems({ always: ["a"], many: [{ count: 1 }], form: "x" }), []);
});

test("each wrong field is told, with what was expected and found", () => {
  assert.equal(problems({ always: [1], many: [{ count: 0 }, { count: "2" }] }), [
    "always[0]: expected string, found 1",
    "many[0].count: Too small: expected number to be >=1, found 0",
    'many[1].count: expected number, found "2"',
  ]);
});

test("of an unknown key the nearest one is told, or all where none is near", () => {
  assert.equal(problems({ alwyas: [], many: [{ count: 1, cuont: 1 }], xyz: 1 }), [
    'many[0].cuont: unknown key; did you mean "count"?',
    'alwyas: unknown key; did you mean "always"?',
    "xyz: unknown key; there are: always, many, form",
  ]);
});

test("of several forms the one counts that the value looks like", () => {
  assert.equal(problems({ form: { program: 1 } }), ["form.program: expected string, found 1"]);
  assert.equal(problems({ form: { porgram: "x" } }), [
    "form.program: expected string, found nothing",
    'form.porgram: unknown key; did you mean "program"?',
  ]);
  assert.equal(problems({ form: 1 }), ["form: Invalid input, found 1"]);
});

test.run();
