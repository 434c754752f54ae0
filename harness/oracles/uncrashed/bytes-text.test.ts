import { test } from "uvu";
import * as assert from "uvu/assert";
import { bytesText } from "./bytes-text.js";

test("a size is said in the largest unit that divides it", () => {
  for (const [sizeBytes, text] of [
    [0, "0 bytes"],
    [513, "513 bytes"],
    [1024, "1 KiB"],
    [1536 * 1024, "1,536 KiB"],
    [20 * 2 ** 20, "20 MiB"],
    [2 ** 40 * 2048, "2,048 TiB"],
  ] as const) {
    assert.is(bytesText(sizeBytes), text);
  }
});

test.run();
