import { test } from "uvu";
import * as assert from "uvu/assert";
import { killKind } from "./block-kills.js";

const kindsOf = (line: number, write: number) =>
  [1, 2, 3, 4].map((kill) => killKind(kill, { line, write }));

test("of four kills, two come after a line and two after a write", () => {
  assert.equal(kindsOf(3, 5), ["line", "write", "write", "line"]);
});

test("one that does not write is killed after its lines, a silent one after writes", () => {
  assert.equal(kindsOf(6, 0), ["line", "line", "line", "line"]);
  assert.equal(kindsOf(0, 2), ["write", "write", "write", "write"]);
  assert.equal(kindsOf(0, 0), [undefined, undefined, undefined, undefined]);
});

test.run();
