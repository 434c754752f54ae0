/** Options, as far as they are given, and a command, as they stand on a command line. */
export function wordsOf(
  options: Readonly<Record<string, string | readonly string[] | undefined>>,
  command: readonly string[],
): string[] {
  const given = Object.entries(options).flatMap(([name, value = []]) =>
    [value].flat().flatMap((each) => [`--${name}`, each]),
  );
  return command.length === 0 ? given : [...given, "--", ...command];
}

const units = [
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
] as const;

/** A span of time as an option has it: 90s, 10m, 8h. */
export function durationText(ms: number): string {
  const [unit, unitMs] = units.find(([, each]) => ms % each === 0) ?? ["ms", 1];
  return `${ms / unitMs}${unit}`;
}
