import { basename } from "node:path";
import { parseExpectation } from "../../model/expectation.js";
import {
  makeScenario,
  rememberJob,
  usualSuccessCodes,
  type AnyJob,
  type MadeScenario,
} from "../any-command.js";
import { namesMedium } from "../placeholder.js";
import { smallImage } from "./small-image.js";
import type { SmallTarget } from "./small-targets.js";

/** The one place where a row becomes what any command on any image is made of. */
export function jobOf(row: SmallTarget, imagePath: string): AnyJob {
  const [program, ...args] = row.command;
  const inPlace = placerOf(row);
  const [resume, ...moreResumes] = row.resume?.map(inPlace) ?? [];
  const { expects, resumeSuccess } = row;
  return {
    ...(isOnTree(row) ? { tree: imagePath } : { disk: imagePath }),
    folder: row.folder,
    command: [inPlace(program), ...args.map(inPlace)],
    ...(resume === undefined ? {} : { resume }),
    timeoutSeconds: row.timeoutSeconds,
    ...(moreResumes.length === 0 ? {} : { moreResumes }),
    successCodes: row.success ?? usualSuccessCodes(basename(program)),
    ...(resumeSuccess && { resumeSuccessCodes: resumeSuccess }),
    ...(expects && { expects: expects.map(parseExpectation) }),
    ...checksOf(row),
  };
}

function isOnTree({ command }: SmallTarget): boolean {
  return command.some((word) => namesMedium(word, "tree"));
}

function checksOf(row: SmallTarget): Pick<AnyJob, "checks"> {
  const { check, checkAtCrash, view, viewEither } = row;
  const inPlace = placerOf(row);
  const lines = (line: string | undefined) => (line === undefined ? [] : [inPlace(line)]);
  const viewed = view ?? viewEither;
  if ([check, checkAtCrash, viewed].every((each) => each === undefined)) return {};
  const like = view === undefined ? "either" : "golden";
  const seen = viewed === undefined ? {} : { view: { line: inPlace(viewed), like } as const };
  return { checks: { atEnd: lines(check), atCrash: lines(checkAtCrash), ...seen } };
}

/** Builds the image of a row, and makes its scenario; notes it, so that its ids can be replayed. */
export async function openSmall(
  row: SmallTarget,
  notice: (line: string) => void,
): Promise<Pick<MadeScenario, "scenario" | "target"> & { readonly imagePath: string }> {
  const imagePath = await smallImage(row.image, notice, row.folder);
  const made = await makeScenario(jobOf(row, imagePath));
  rememberJob(made);
  return { scenario: made.scenario, target: made.target, imagePath };
}

function placerOf({ folder }: SmallTarget): (text: string) => string {
  return (text) => text.replaceAll("{here}", folder);
}
