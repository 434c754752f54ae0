import { test } from "uvu";
import * as assert from "uvu/assert";
import { runTool } from "./tool.js";

test("of a tool that prints a lot the beginning is kept, and it comes to its end", async () => {
  const line = "yes | head -c 5000000; echo why >&2; exit 3";
  const result = await runTool(["sh", "-c", line], { mostOutputBytes: 1000 });
  assert.is(result.exitCode, 3);
  assert.is(result.stdout.length, 1000);
  assert.is(result.stderr, "why\n");
});

test("without a limit all of it is kept", async () => {
  const result = await runTool(["sh", "-c", "yes | head -c 5000000"]);
  assert.is(result.stdout.length, 5_000_000);
});

test.run();
