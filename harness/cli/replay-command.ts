import type { SubjectOptions } from "./subject.js";

/**
 * The command that shows a case again, on any machine that has the image: of a scenario the id
 * says it all, of any other command it is said again.
 */
export function replayCommandOf(
  id: string,
  { disk, resume, timeout, success }: SubjectOptions,
  command: readonly string[],
): string {
  const replay = `scripts/crashpoint replay ${id}`;
  if (disk === undefined) return replay;
  const given = Object.entries({ disk, resume, timeout, success });
  const options = given.flatMap(([name, value]) => (value ? [`--${name}`, quoted(value)] : []));
  return [replay, ...options, "--", ...command.map(quoted)].join(" ");
}

function quoted(word: string): string {
  return /^[A-Za-z0-9_./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
