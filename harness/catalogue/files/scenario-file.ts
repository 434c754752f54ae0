import { resolve } from "node:path";
import { openFileSource } from "../../layout/byte-source.js";
import { readTable } from "../../layout/partition-table.js";
import { UsageError } from "../../model/errors.js";
import { givenImage } from "../given-image.js";
import { givenTree } from "../tree/given-tree.js";
import { requireOfTree } from "../tree/said-of-tree.js";
import { idWord } from "../id-word.js";
import { withoutSchema } from "../read-json.js";
import {
  decodeSaid,
  decodeScenario,
  fingerprintOf,
  merged,
  requireNames,
  storedKeys,
  type Scenario,
} from "../scenario.js";
import { checkedFile, withPlaces } from "./checked-file.js";
import type { DataFile } from "./data-file.js";
import { isPath, readerOf } from "./here.js";
import { mapped, nameOf, requireOwnTarget, targetKeysIn } from "./target-file.js";

/** The target that a scenario names, by its name or its path, or that stands inside it. */
export type OwnTarget = string | Readonly<Record<string, unknown>>;

/** A scenario that stands in a file of the user's. */
export interface FiledScenario {
  readonly scenario: Scenario;
  /** Absent where it names none. */
  readonly target?: OwnTarget;
}

type Keys = Record<string, unknown>;

const prefix = "file";

/** True for a scenario that was loaded from a file. */
export function isFiled(scenarioName: string): boolean {
  return scenarioName.startsWith(`${prefix}/`);
}

/** The name of the scenario in a file: that of the file. */
export function filedName(path: string): string {
  return `${prefix}/${idWord(nameOf(path))}`;
}

/**
 * Loads the scenario in a file, wherever that is. Paths in it count from the file; so do those of
 * a file that it extends from that one. Its fingerprint does not change with its place. Rejects
 * with UsageError that has the place of what is wrong.
 */
export async function loadScenarioFile(path: string): Promise<FiledScenario> {
  const files: DataFile[] = [];
  const said = mergedFrom(path, (file) => {
    files.push(file);
    return withoutSchema(file.keys);
  });
  const meant = mergedFrom(path, meantBy);
  const withChecks = files.find(({ keys }) => keys["checks"] !== undefined);
  return withPlaces(files, async () => {
    const { scenario, ...target } = await decoded(filedName(path), said, meant);
    if (withChecks === undefined) return { scenario, ...target };
    const checksFolder = readerOf(withChecks.path).text("{here}");
    return { scenario: { ...scenario, checksFolder }, ...target };
  });
}

/** `said` is as the files have it, in `meant` are its paths whole. */
async function decoded(name: string, said: Keys, meant: Keys): Promise<FiledScenario> {
  const { target, disk, tree, ...keys } = meant;
  if (typeof target === "object") requireOwnTarget(target as Readonly<Record<string, unknown>>);
  const ownTarget = target === undefined ? {} : { target: target as OwnTarget };
  const saidKeys = without(said, ["target", "disk", "tree"]);
  requireOneMedium(meant);
  if (disk === undefined && tree === undefined) {
    if (keys["fixture"] === undefined) {
      throw new UsageError(
        `scenario ${name}: expected a disk, a tree, or a fixture to build a disk from`,
      );
    }
    const { fingerprint } = decodeScenario(name, saidKeys);
    return { scenario: { ...decodeScenario(name, keys), fingerprint }, ...ownTarget };
  }
  const scenario = decodeSaid(name, keys);
  const image =
    tree === undefined
      ? await givenImage(disk as string, "disk")
      : await givenTree(tree as string, "tree");
  if (image.medium === "tree") requireOfTree(name, image.path, scenario);
  else requireNames(name, partitionsOf(image.path), scenario);
  const fingerprint = fingerprintOf(decodeSaid(name, saidKeys), image.sha256);
  return { scenario: { ...scenario, name, image, fingerprint }, ...ownTarget };
}

function requireOneMedium({ disk, tree, fixture, damage }: Keys): void {
  if (disk !== undefined && tree !== undefined) {
    throw new UsageError("disk and tree: expected one of them");
  }
  if (fixture === undefined && damage === undefined) return;
  const given = disk !== undefined ? "disk" : "tree";
  if (disk === undefined && tree === undefined) return;
  throw new UsageError(`${given}: expected either a ${given}, or a fixture and its damage`);
}

function without(keys: Keys, names: readonly string[]): Keys {
  return Object.fromEntries(Object.entries(keys).filter(([key]) => !names.includes(key)));
}

/** Partitions under each name by which they may be called. */
function partitionsOf(imagePath: string): { readonly number: number; readonly name: string }[] {
  const source = openFileSource(imagePath);
  try {
    return readTable(source).entries.flatMap(({ name, number }) =>
      [name, `partition ${number}`, `${name} #${number}`].map((each) => ({ number, name: each })),
    );
  } finally {
    source.close();
  }
}

/** A file over what it extends. */
function mergedFrom(path: string, keysOf: (file: DataFile) => Keys): Keys {
  return merged(resolve(path), (each) => {
    if (!isPath(each)) return storedKeys(each);
    const file = checkedFile("scenario", each === resolve(path) ? path : each);
    const { extends: parent, ...keys } = keysOf(file);
    if (typeof parent !== "string") return keys;
    return { ...keys, extends: isPath(parent) ? readerOf(each).path(parent) : parent };
  });
}

/** The keys of a file with the paths in it whole. */
function meantBy({ path, keys }: DataFile): Keys {
  const here = readerOf(path);
  const words = (lists: unknown) =>
    (lists as readonly (readonly string[])[]).map((list) => list.map(here.word));
  const read: Readonly<Record<string, (value: unknown) => unknown>> = {
    commands: words,
    resume: words,
    disk: (value) => here.path(value as string),
    tree: (value) => here.path(value as string),
    env: (value) => mapped(value as Readonly<Record<string, string>>, here.text),
    target: (value) => targetIn(value as OwnTarget, path),
  };
  const entries = Object.entries(withoutSchema(keys));
  return Object.fromEntries(entries.map(([key, value]) => [key, read[key]?.(value) ?? value]));
}

function targetIn(target: OwnTarget, path: string): OwnTarget {
  if (typeof target !== "string") return targetKeysIn(target, path);
  return isPath(target) ? readerOf(path).path(target) : target;
}
