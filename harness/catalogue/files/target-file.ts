import { basename } from "node:path";
import { idWord } from "../id-word.js";
import { withoutSchema } from "../read-json.js";
import { UsageError } from "../../model/errors.js";
import { decodeTarget, TargetMissing, type Target } from "../target.js";
import { checkedFile, withPlaces } from "./checked-file.js";
import { readerOf } from "./here.js";

/** The targets of files have names of their own, so that no id of theirs means another one. */
const prefix = "file-";

/**
 * Loads the target in a file; `program` is run in place of its own. Rejects with UsageError that
 * has the place of what is wrong, TargetMissing where its program is not there.
 */
export function loadTargetFile(path: string, program?: string): Promise<Target> {
  const file = checkedFile("target", path);
  const keys = targetKeysIn(withoutSchema(file.keys), path);
  const name = `${prefix}${idWord(nameOf(path))}`;
  return withPlaces([file], () => Promise.resolve(decodeTarget(name, keys, program)));
}

/** Decodes the target that stands inside a scenario, with its paths whole. Throws as loadTarget. */
export function decodeOwnTarget(keys: Readonly<Record<string, unknown>>, program?: string): Target {
  const words = keys["program"] as readonly string[];
  return decodeTarget(idWord(nameOf(words.at(-1) ?? "")), keys, program);
}

/** Throws UsageError with the path of the field that is wrong; not where its program is missing. */
export function requireOwnTarget(keys: Readonly<Record<string, unknown>>): void {
  try {
    decodeOwnTarget(keys);
  } catch (error) {
    if (error instanceof TargetMissing) return;
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(error.message.replace(/^target \S+: (?=\w+: )/, "target."), {
      cause: error.cause,
    });
  }
}

/** The keys of a target, with the paths in it whole. They have been checked. */
export function targetKeysIn(
  keys: Readonly<Record<string, unknown>>,
  filePath: string,
): Record<string, unknown> {
  const here = readerOf(filePath);
  const {
    program,
    arguments: args,
    env,
    ...rest
  } = keys as {
    readonly program: readonly [string, ...string[]];
    readonly arguments?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  };
  const [start, ...more] = program;
  // A bare name is looked up on the PATH.
  const isThere = start.includes("/") && !start.startsWith("{");
  return {
    ...rest,
    program: [isThere ? here.path(start) : here.text(start), ...more.map(here.word)],
    ...(args && { arguments: args.map(here.word) }),
    ...(env && { env: mapped(env, here.text) }),
  };
}

/** Texts by name, each changed. */
export function mapped(
  texts: Readonly<Record<string, string>>,
  change: (text: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, change(text)]));
}

/** The name of a file without its ending. */
export function nameOf(path: string): string {
  return basename(path).replace(/\.[^.]+$/, "");
}
