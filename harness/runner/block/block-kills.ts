/** What a kill on a block device comes after. */
export type KillKind = "line" | "write";

/**
 * What the kill of that number (from 1) comes after: of each four, two come after a line and two
 * after a write. Only the other kind is drawn where an uninterrupted run has none of one, and
 * undefined is returned where it has none of both.
 */
export function killKind(
  kill: number,
  count: Readonly<Record<KillKind, number>>,
): KillKind | undefined {
  const kinds: KillKind[] = kill % 4 < 2 ? ["line", "write"] : ["write", "line"];
  return kinds.find((kind) => count[kind] > 0);
}
