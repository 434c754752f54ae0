import type { SubjectOptions } from "./subject.js";

/**
 * The command that shows a case again, on any machine that has the image: of a scenario the id
 * says it all, of any other command it is said again.
 */
export function replayCommandOf(
  id: string,
  { disk, resume, timeout, success, trace }: SubjectOptions,
  command: readonly string[],
): string {
  const replay = `scripts/crashpoint replay ${id}`;
  const given = Object.entries({ disk, resume, timeout, success, trace });
  const options = given.flatMap(([name, value]) => (value ? [`--${name}`, quoted(value)] : []));
  const words = command.length === 0 ? [] : ["--", ...command.map(quoted)];
  return [replay, ...options, ...words].join(" ");
}

function quoted(word: string): string {
  return /^[A-Za-z0-9_./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
