import { openStream } from "../model/prng.js";

/** The steps that each kill of a soak case is to land in, in order of preference. */
export type WantedSteps = readonly (readonly string[])[];

/** How many kills the case with this index gets. */
export function drawKillCount(
  seed: string,
  index: number,
  range: { readonly least: number; readonly most: number },
): number {
  return openStream(seed, `case ${index} kill count`).integer(range.least, range.most);
}

/**
 * Gives each step its fair share: the first kills of the cases go round all steps in a seeded
 * order, later kills of a case take any step that their resume has. `forced` puts one step first.
 */
export function drawWantedSteps(
  seed: string,
  index: number,
  killCount: number,
  steps: readonly string[],
  forced: string | undefined,
): WantedSteps {
  const round = openStream(seed, "order of steps").shuffle(steps);
  return Array.from({ length: killCount }, (_, kill) => {
    const others = openStream(seed, `case ${index} kill ${kill + 1} steps`).shuffle(steps);
    const first = forced ?? (kill === 0 ? round[index % round.length] : undefined);
    if (first === undefined) return others;
    if (forced !== undefined && kill === 0) return [forced];
    return [first, ...others.filter((step) => step !== first)];
  });
}
