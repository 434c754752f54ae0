/** A partition with its name that is unique on its disk, and the one that its table has. */
export interface Named {
  readonly entry: { readonly name: string; readonly number: number };
  readonly tableName: string;
}

/**
 * A name for each partition of one table that no other of them has. Takes the entries with their
 * numbers, which differ; returns names in the same order. A name that is unique stays as it is, an
 * empty one becomes `partition 3` after the number, a shared one `NAME #3`.
 */
export function uniqueNames(
  entries: readonly { readonly name: string; readonly number: number }[],
): string[] {
  let names = entries.map(({ name, number }) => (name === "" ? `partition ${number}` : name));
  // A name with a number added can meet one that another partition has had from the start.
  while (new Set(names).size < names.length) {
    const before = names;
    names = entries.map(({ number }, index) => {
      const name = before[index] ?? "";
      return before.indexOf(name) === before.lastIndexOf(name) ? name : `${name} #${number}`;
    });
  }
  return names;
}

/**
 * Every name under which a partition may be looked for: its unique one, the one of its table, and
 * the one with its number. A crash can make a name unique, or shared, that was not so before.
 */
export function namesOf({ entry, tableName }: Named): string[] {
  if (tableName === "") return [entry.name, `partition ${entry.number}`];
  return [entry.name, tableName, `${tableName} #${entry.number}`];
}

/** Whether a partition is meant by a name, which may come from another state of its disk. */
export function answersTo(partition: Named, name: string): boolean {
  return namesOf(partition).includes(name);
}
