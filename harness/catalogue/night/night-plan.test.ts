import { test } from "uvu";
import * as assert from "uvu/assert";
import { UsageError } from "../../model/errors.js";
import { decodeNightPlan, usualNightPlan } from "./night-plan.js";

const canary = { everyTurns: 5, targets: ["half-replaced"] };
const turn = { scenarios: ["prove"], targets: ["reference"], soak: {} };

test("the usual plan is one", () => {
  const plan = usualNightPlan();
  assert.ok(plan.turns.length > 3);
  assert.is(plan.diskBudgetMiB, 4096);
});

test("what is wrong is refused with its field", () => {
  const refused = (keys: Record<string, unknown>): string => {
    try {
      decodeNightPlan({ about: "a", canary, ...keys });
      return "";
    } catch (error) {
      if (error instanceof UsageError) return error.message;
      throw error;
    }
  };
  assert.is(refused({ turns: [turn] }), "");
  assert.match(refused({ turns: [] }), "turns");
  assert.match(
    refused({ turns: [turn, { ...turn, explore: {} }] }),
    /^turns\[1\]: .*soak or explore/,
  );
  assert.match(
    refused({ turns: [{ soak: {} }] }),
    /^turns\[0\]: .*scenarios and targets, or small/,
  );
  assert.match(refused({ turns: [{ small: ["*"], soak: {} }] }), /^turns\[0\]: .*explored/);
  assert.match(refused({ turns: [{ ...turn, small: ["*"] }] }), /not both/);
  assert.match(refused({ turns: [{ ...turn, weight: 0 }] }), /weight/);
  assert.match(refused({ turns: [turn], stillMinutes: 0 }), /stillMinutes/);
});

test.run();
