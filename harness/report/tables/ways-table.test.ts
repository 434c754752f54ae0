import { test } from "uvu";
import * as assert from "uvu/assert";
import type { CaseRecord, WayRecord } from "../../store/records.js";
import { waysTable } from "./ways-table.js";

function tried(point: string, ends?: Readonly<Record<string, string>>): CaseRecord {
  const ways: WayRecord[] = Object.entries(ends ?? {}).map(([way, end]) => ({ way, end }));
  const id = `c1:any/disk:sh:1:${point}@0000`;
  return { id, ...(ends && { ways }) } as unknown as CaseRecord;
}

/** The cells of the rows below the headings. */
function rows(cases: readonly CaseRecord[]): string[][] {
  const lines = (waysTable(cases) ?? "").split("\n").slice(2);
  return lines.map((line) => line.split(/ {2,}/).map((cell) => cell.trim()));
}

test("where there is but one way out, there is nothing to compare", () => {
  assert.is(waysTable([]), undefined);
  assert.is(waysTable([tried("w1")]), undefined);
  assert.is(waysTable([tried("w1", { again: "recovered" })]), undefined);
});

test("each way has its row: how often it works, how it ends elsewhere, and where first", () => {
  const cases = [
    tried("w1", { again: "recovered", "the usual repair": "whole" }),
    tried("w2", { again: "stuck", "the usual repair": "lost" }),
    tried("w3,w1", { again: "stuck", "the usual repair": "unread" }),
    tried("w4", { again: "finished", "the usual repair": "refused" }),
    tried("w5"),
  ];
  assert.equal(rows(cases), [
    ["again", "2", "2", "0", "2 x stuck", "w2"],
    ["the usual repair", "2", "1", "1", "1 x lost", "w2"],
  ]);
});

test("a long line of the user's own is cut", () => {
  const line = `sh -c '${"mend {disk}; ".repeat(9)}'`;
  const [, own] = rows([tried("w1", { again: "recovered", [line]: "recovered" })]);
  assert.is(own?.[0], `${line.slice(0, 57)}...`);
});

test("a way that always works has no place where it does not", () => {
  const cases = [tried("w1", { again: "recovered", "fsck -y": "recovered" })];
  assert.equal(rows(cases), [
    ["again", "1", "0", "0", "-", "-"],
    ["fsck -y", "1", "0", "0", "-", "-"],
  ]);
});

test.run();
