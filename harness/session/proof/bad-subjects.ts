import { loadKnownBad } from "../../catalogue/resizers/known-bad.js";
import { loadSmallTargets } from "../../catalogue/small/small-targets.js";
import { badResizer, smallBad, type BadSubject } from "./proof-subjects.js";

/** Every known-bad resizer, and every known-bad small target. */
export function badSubjects(): BadSubject[] {
  return [...loadKnownBad().map(badResizer), ...loadSmallTargets().bad.map(smallBad)];
}
