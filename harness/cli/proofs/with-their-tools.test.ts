import { test } from "uvu";
import * as assert from "uvu/assert";
import { withTheirTools } from "./with-their-tools.js";

test("what needs a missing tool is left out, and that is said", () => {
  const told: string[] = [];
  const all = [{ name: "a" }, { name: "b", tools: ["sh", "no-such-tool"] }, { name: "c" }];
  const ready = withTheirTools(all, (line) => told.push(line));
  assert.equal(
    ready.map(({ name }) => name),
    ["a", "c"],
  );
  assert.equal(told, ["left out: b: there is no no-such-tool here"]);
});

test.run();
