import { test } from "uvu";
import * as assert from "uvu/assert";
import { disk, ext4, file, part, raw } from "../../../oracles/facts/facts.samples.js";
import { baseHealth } from "./base-health.js";

const healthy = disk([part(1, "A", ext4([])), part(2, "B", raw("1"))]);
const census = { ...healthy.census, state: "backup invalid" as const };

test("a clean table, readable file systems and content checkers are healthy", () => {
  assert.equal(baseHealth(healthy, []).problems, []);
  const answers = [
    { partition: "A", kind: "clean" as const },
    { partition: "B", kind: "not asked" as const, notice: "no xfs_repair here" },
  ];
  assert.equal(baseHealth(healthy, answers).problems, []);
});

test("everything that is wrong is told", () => {
  const sick = disk([part(1, "A", ext4([], { problem: "bad block" }))], {
    census,
    gptProblems: ["gpt.backup: torn", "more"],
  });
  const fsck = [{ partition: "A", kind: "complaint" as const, complaint: "bitmap differs" }];
  assert.equal(baseHealth(sick, fsck).problems, [
    `its GPT is "backup invalid" (gpt.backup: torn; more)`,
    "A: bad block",
    "A: bitmap differs",
  ]);
});

test("a file that can't be read is a problem", () => {
  const sick = disk([part(1, "A", ext4([file("/a", { unread: "its chain breaks" })]))]);
  const problems = ["A: /a can't be read: its chain breaks"];
  assert.equal(baseHealth(sick, []).problems, problems);
});

test("copies that differ have no problem of their own", () => {
  const differ = { ...healthy.census, state: "copies differ" as const };
  const facts = disk(healthy.partitions, { census: differ });
  assert.equal(baseHealth(facts, []).problems, [`its GPT is "copies differ"`]);
});

test("a disk with an MBR or with no table needs no GPT", () => {
  const state = { census: { ...healthy.census, state: "no GPT" as const } };
  assert.equal(baseHealth(disk([], { ...state, label: "none" }), []).problems, []);
  const mbr = (...problems: string[]) =>
    baseHealth(disk([], { ...state, label: "dos", mbr: { slots: {}, problems } }), []).problems;
  assert.equal(mbr(), []);
  assert.equal(mbr("mbr.extended[1]: torn"), ["its MBR is damaged (mbr.extended[1]: torn)"]);
});

test.run();
