import { loadKnownBad } from "../../catalogue/resizers/known-bad.js";
import { loadSmallTargets, storesFolder } from "../../catalogue/small/small-targets.js";
import { badResizer, smallBad, type BadSubject } from "./proof-subjects.js";

/** Every known-bad resizer, every known-bad small target, and every known-bad store. */
export function badSubjects(): BadSubject[] {
  const small = [...loadSmallTargets().bad, ...loadSmallTargets(storesFolder).bad];
  return [...loadKnownBad().map(badResizer), ...small.map(smallBad)];
}
