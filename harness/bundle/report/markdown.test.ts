import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { codeBlock, codeSpan } from "./markdown.js";

const hostile = fc.string({
  unit: fc.constantFrom("`", "``", "```", "\n", "\r", "\u001B[31m", "<b>", "@user", "|", "a", " "),
  maxLength: 40,
});

test("nothing in a block ends it", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const [first = "", ...lines] = codeBlock(text).split("\n");
      const last = lines.pop();
      assert.is(last, first);
      assert.match(first, /^`{3,}$/);
      // CommonMark: a fence is ended by one that is at least as long.
      assert.not.ok(lines.some((line) => line.includes(first)));
    }),
  );
});

test("nothing in a span ends it, and it is one line without control characters", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const span = codeSpan(text);
      const [fence = ""] = /^`+/.exec(span) ?? [];
      const inside = span.slice(fence.length, -fence.length);
      const rows = inside.match(/`+/g) ?? [];
      assert.ok(span.endsWith(fence));
      assert.not.ok(rows.some((row) => row.length === fence.length));
      assert.not.match(span, /\p{Cc}/u);
    }),
  );
});

test.run();
