import { test } from "uvu";
import * as assert from "uvu/assert";
import { rawPath, shownPath } from "./raw-path.js";

test("a path is shown as text, with nothing in it that steers a terminal", () => {
  assert.is(shownPath(rawPath("a/b c/ä.txt")), "a/b c/ä.txt");
  assert.is(shownPath(rawPath("a\nb\u001b[31m")), "a\\x0ab\\x1b[31m");
  assert.is(shownPath(rawPath("a\u202eb")), "a\\u{202e}b");
});

test("what is no UTF-8 is shown byte by byte", () => {
  assert.is(shownPath("a\xff/\xc3\xa4"), "a\\xff/\\xc3\\xa4");
});

test.run();
