import { test } from "uvu";
import * as assert from "uvu/assert";
import type { BlockRow } from "../../model/proofs/block-row.js";
import { blockBrief, blockLines } from "./block-table.js";

function row(names: string, detail: string): BlockRow {
  return { names, check: "the end", result: "violated", class: "stuck", detail };
}

const held: BlockRow = { names: "loop", check: "a kill", result: "held", detail: "fine" };
const rows = [held, row("loop", "exit 1 after 12 ms"), row("nvme", "exit 1 after 9 ms")];

test("in short: what is wrong alike under several names is one, and what held is counted", () => {
  assert.equal(blockBrief(rows), [
    "  violated (stuck): loop, nvme, the end: exit 1 after 12 ms",
    "3 checks: 1 held, 2 violated, 0 undecided, 0 not run",
  ]);
});

test("in full: a row for each check, and each that is not held", () => {
  const text = blockLines(rows).join("\n");
  for (const part of ["a kill", "exit 1 after 12 ms", "exit 1 after 9 ms"]) {
    assert.match(text, part);
  }
});

test.run();
