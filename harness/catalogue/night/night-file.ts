import { checkedFile, withPlaces } from "../files/checked-file.js";
import { withoutSchema } from "../read-json.js";
import { decodeNightPlan, type NightPlan } from "./night-plan.js";

/** Loads the plan in a file. Rejects with UsageError that has the place of what is wrong. */
export function loadNightFile(path: string): Promise<NightPlan> {
  const file = checkedFile("night", path);
  return withPlaces([file], () => Promise.resolve(decodeNightPlan(withoutSchema(file.keys))));
}
