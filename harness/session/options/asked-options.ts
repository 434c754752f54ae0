import type { RunJson } from "../../store/records.js";

/** The options of a run, and the function that takes them. */
export type Asked = NonNullable<RunJson["asked"]>;

/**
 * Options as they are stored: with the seed that was taken, and without what is a matter of who
 * asks. `options` is what a function has read.
 */
export function askedFor(
  by: Asked["by"],
  options: object,
  { seed, seedWord }: { readonly seed: string; readonly seedWord?: string | undefined },
): Asked {
  const plain = { ...options, seed: seedWord ?? seed, signal: undefined, results: undefined };
  // What is undefined is left out.
  return { by, options: JSON.parse(JSON.stringify(plain)) as Asked["options"] };
}
