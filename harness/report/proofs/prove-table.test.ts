import { test } from "uvu";
import * as assert from "uvu/assert";
import type { Proof } from "../../model/proofs/proof.js";
import { proofLines, proofTable } from "./prove-table.js";

const caught: Proof = {
  ...{ name: "half", mistake: "writes half", result: "caught", elapsedMs: 1234, why: "" },
  ...{ checker: "fsck", class: "lost", stateCount: 3, id: "c1:x:half:1:w1@0000" },
  chance: { kind: "tried", seen: 2, of: 10 },
};
const missed: Proof = {
  ...caught,
  name: "lock",
  result: "missed",
  id: "",
  why: "nothing was found",
};

test("what was missed is told, and counts", () => {
  assert.equal(proofLines([caught, missed], 2345), [
    "  lock: NOT CAUGHT: writes half: nothing was found",
    "by chance: 2 of 2 that seeded kills can reach, by at least one seed",
    "1 of 2 caught, in 2.3 s",
  ]);
});

test("the table has all of them, with what shows them again", () => {
  const [table = "", ...rest] = proofTable([caught, missed], "crashpoint");
  assert.match(table, /^half +yes +fsck +lost +3 +2 of 10 +1\.2$/m);
  assert.match(table, /^lock +NO +/m);
  assert.equal(rest, ["Shown again with crashpoint replay and one of:", `  ${caught.id}`]);
});

test.run();
