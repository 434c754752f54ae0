import { getsTurn, parseShard } from "../../model/shard.js";

/**
 * The targets of a shard; all where none is asked for. Which ones does not depend on the machine,
 * nor on what tools it has. Throws UsageError.
 */
export function sharedAmong<Subject>(
  subjects: readonly Subject[],
  { shard: text }: { readonly shard?: string },
): readonly Subject[] {
  if (text === undefined) return subjects;
  const shard = parseShard(text);
  return subjects.filter((_, place) => getsTurn(shard, place));
}
