import { UsageError } from "./errors.js";

/**
 * What is to become of the disk, so that it counts as no loss: all of it is given up, or of some
 * partitions and files it is meant that they go, or that they get other content.
 */
export type Expectation =
  | { readonly kind: "wipe" }
  | { readonly kind: "gone"; readonly names: readonly string[] }
  | { readonly kind: "changed"; readonly names: readonly string[] };

/** A partition, by all that it may be called. */
interface NamedPartition {
  readonly name: string;
  /** Its name in the table; empty where it has none. */
  readonly tableName: string;
  readonly number: number;
}

/** Reads `wipe`, `gone: P4, /path/of/file` or `changed: EFI System`. Throws UsageError. */
export function parseExpectation(text: string): Expectation {
  const [, kind, rest] = /^\s*(wipe|gone|changed)\s*(?::(.*))?$/s.exec(text) ?? [];
  const names = rest?.split(",").map((name) => name.trim());
  if (kind === "wipe" && names === undefined) return { kind };
  const isNamed = names !== undefined && !names.includes("");
  if ((kind === "gone" || kind === "changed") && isNamed) return { kind, names };
  throw new UsageError(
    `expects: expected "wipe", "gone: NAME, ..." or "changed: NAME, ..." (each the name or the ` +
      `number of a partition, or the path of a file, which begins with "/"), found "${text}"`,
  );
}

/** As `parseExpectation` reads it, always in the same words. */
export function formatExpectation(expectation: Expectation): string {
  const { kind } = expectation;
  return kind === "wipe" ? kind : `${kind}: ${expectation.names.join(", ")}`;
}

/** The fewest texts that say all of these. Throws UsageError. */
export function joinExpectations(texts: readonly string[]): string[] {
  const all = texts.map(parseExpectation);
  if (all.some(({ kind }) => kind === "wipe")) return [formatExpectation({ kind: "wipe" })];
  return (["gone", "changed"] as const).flatMap((kind) => {
    const names = all.flatMap((each) => (each.kind === kind ? each.names : []));
    return names.length === 0 ? [] : [formatExpectation({ kind, names: [...new Set(names)] })];
  });
}

/** Whether an expectation can name this: a comma ends a name, and spaces around it don't count. */
export function isSayable(name: string): boolean {
  return name !== "" && name.trim() === name && !/[,\p{Cc}]/u.test(name);
}

/** How an expectation names a partition so that it means no other one. */
export function nameToSay({ name, number }: Pick<NamedPartition, "name" | "number">): string {
  const digits = digitsIn(name);
  const isOwn = digits === undefined || digits === String(number);
  return isSayable(name) && !isFilePath(name) && isOwn ? name : `partition ${number}`;
}

/** Whether a name of an expectation is the path of a file. */
export function isFilePath(name: string): boolean {
  return name.startsWith("/");
}

/** Whether a name of an expectation means a partition: "EFI System", "4", "P4", "partition 4". */
export function means(name: string, partition: NamedPartition): boolean {
  if (isFilePath(name)) return false;
  const { tableName, number } = partition;
  const inTable = tableName === "" ? [] : [tableName, `${tableName} #${number}`];
  if ([partition.name, ...inTable].includes(name)) return true;
  return digitsIn(name) === String(number);
}

/** The number of the partition that a name may mean: "4", "P4", "partition 4". */
function digitsIn(name: string): string | undefined {
  return /^(?:p|partition )?0*(\d+)$/i.exec(name)?.[1];
}
