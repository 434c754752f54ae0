import { isFilePath, means, type Expectation } from "../../model/expectation.js";
import type { PartitionFacts } from "../facts/facts.js";

/** What is meant to go, as the user or the command has said. */
export class ExpectedLosses {
  readonly #expects: readonly Expectation[];

  constructor(expects: readonly Expectation[]) {
    this.#expects = expects;
  }

  /** Everything may go. */
  get wipe(): boolean {
    return this.#expects.some(({ kind }) => kind === "wipe");
  }

  /** It is meant that a partition goes. */
  partitionGoes(partition: PartitionFacts): boolean {
    return this.wipe || this.#names("gone").some((name) => isMeant(name, partition));
  }

  /** It is meant that a partition gets other content. */
  contentChanges(partition: PartitionFacts): boolean {
    const names = [...this.#names("gone"), ...this.#names("changed")];
    return this.wipe || names.some((name) => isMeant(name, partition));
  }

  /** It is meant that a file goes. */
  fileGoes(path: string): boolean {
    return this.wipe || this.#names("gone").some((name) => isIn(path, name));
  }

  /** It is meant that a file gets other content, or goes. */
  fileChanges(path: string): boolean {
    const names = [...this.#names("gone"), ...this.#names("changed")];
    return this.wipe || names.some((name) => isIn(path, name));
  }

  #names(kind: "gone" | "changed"): string[] {
    return this.#expects.flatMap((each) => (each.kind === kind ? each.names : []));
  }
}

function isMeant(name: string, { entry, tableName }: PartitionFacts): boolean {
  return means(name, { name: entry.name, tableName, number: entry.number });
}

/** A file, or a folder that it lies in. */
function isIn(path: string, name: string): boolean {
  // What programs of a format name, a variable or a table, has no folder.
  if (!isFilePath(name)) return path === name;
  const folder = name.endsWith("/") ? name : `${name}/`;
  return path === name || path.startsWith(folder);
}
