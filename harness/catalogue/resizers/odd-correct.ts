import { z } from "zod";
import { loadCatalogue, resizerKeys, resizerName } from "./resizer-catalogue.js";

const oddCorrectSchema = z.strictObject({
  /** The name of its source file; the target's is the same behind `odd-`. */
  name: resizerName,
  /** What it does otherwise than others, in one sentence. */
  odd: z.string().min(1),
  scenario: z.string().default("prove"),
  /** It is started by writer.pl, which writes for it in this way. */
  writer: z.enum(["plain", "direct", "mapped"]).optional(),
});

/** A correct resizer that does its work in an unusual way. */
export type OddCorrect = z.infer<typeof oddCorrectSchema>;

const prefix = "odd-";
const writerScript = "{root}/fixtures/resizers/correct/writer.pl";

/** All odd but correct resizers. Throws UsageError when the catalogue is wrong. */
export function loadOddCorrect(): OddCorrect[] {
  return loadCatalogue("correct", "correct", oddCorrectSchema);
}

/** The name under which an odd but correct resizer is a target. */
export function oddTargetName({ name }: OddCorrect): string {
  return `${prefix}${name}`;
}

/** The keys of the target `odd-NAME`, undefined where there is none of that name. */
export function oddCorrectKeys(targetName: string): Record<string, unknown> | undefined {
  const found = targetName.startsWith(prefix)
    ? loadOddCorrect().find((each) => oddTargetName(each) === targetName)
    : undefined;
  if (found === undefined) return undefined;
  const { name, odd, writer } = found;
  const launcher = writer === undefined ? [] : ["perl", writerScript, writer];
  return resizerKeys("correct", { name, about: odd, launcher });
}
