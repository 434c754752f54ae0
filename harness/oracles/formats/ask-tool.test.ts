import { test } from "uvu";
import * as assert from "uvu/assert";
import { runTool } from "../../target/tool.js";
import { askScript } from "./ask-tool.js";

test("a script gets arguments and input, and ends with all that it has started", async () => {
  const script = 'read -r line; echo "$1 $line"';
  const said = await askScript({ runTool, timeoutMs: 30_000 }, script, ["a b"], { input: "c\n" });
  assert.is(said.stdout, "a b c\n");
  const started = performance.now();
  try {
    await askScript({ runTool, timeoutMs: 200 }, "sleep 41 | sleep 42", []);
    assert.unreachable();
  } catch (error) {
    assert.is((error as Error).message, "reading took more than 200 ms");
  }
  assert.ok(performance.now() - started < 4000);
});

test("a script that fails is an error with its last words", async () => {
  try {
    await askScript({ runTool, timeoutMs: 30_000 }, "echo oh no >&2; exit 3", []);
    assert.unreachable();
  } catch (error) {
    assert.is((error as Error).message, "exit 3: oh no");
  }
});

test.run();
