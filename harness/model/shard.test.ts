import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseShard, shardText } from "./shard.js";

test("a shard is read as it is written", () => {
  assert.equal(parseShard("2/5"), { index: 2, count: 5 });
  assert.is(shardText(parseShard("1/1")), "shard 1/1");
});

for (const text of [
  "0/3",
  "4/3",
  "1/0",
  "2",
  "a/b",
  "1/2/3",
  "-1/3",
  "1.5/3",
  " 1/3",
  "1/9999999",
]) {
  test(`"${text}" is refused, and it is said what is expected`, () => {
    assert.throws(() => parseShard(text), /--shard: expected .* such as 2\/5, found/);
  });
}

test.run();
