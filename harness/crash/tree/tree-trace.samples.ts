import fc from "fast-check";
import { loadFileSystem } from "../../catalogue/file-systems.js";
import type { PowerLoss } from "../../model/power.js";
import type { TreeChange, TreeEvent } from "../../model/tree/tree-change.js";
import { TreeEpochs } from "./tree-epochs.js";
import { landingsOf } from "./tree-landing.js";
import { isWhole } from "./unit-landing.js";
import { isData, type Unit } from "./units.js";

const common = { kind: "write", pid: 1, timeUs: 0, recordAt: 0, synchronous: false } as const;

/**
 * For tests: records what a program does to a tree. The root is folder 1; files and folders get
 * numbers from 2 on. Each write is of one letter, so that a file shows what is in it.
 */
export class SampleTree {
  readonly trace: TreeEvent[] = [];
  readonly #names = new Map<string, number>();
  #inodes = 1;
  #changes = 0;

  constructor(files: readonly string[] = []) {
    for (const path of files) this.#names.set(path, this.#newInode());
  }

  create(path: string): this {
    const ino = this.#newInode();
    this.#names.set(path, ino);
    return this.#change({ change: "create", ino, path, ...this.#placeOf(path) });
  }

  mkdir(path: string): this {
    const ino = this.#newInode();
    this.#names.set(path, ino);
    return this.#change({ change: "mkdir", ino, path, ...this.#placeOf(path) });
  }

  write(path: string, offsetBytes: number, lengthBytes: number, synchronous = false): this {
    const ino = this.#inoOf(path);
    return this.#change({ change: "write", ino, path, offsetBytes, lengthBytes, synchronous });
  }

  truncate(path: string, offsetBytes: number): this {
    return this.#change({ change: "truncate", ino: this.#inoOf(path), path, offsetBytes });
  }

  mode(path: string): this {
    return this.#change({ change: "mode", ino: this.#inoOf(path), path });
  }

  rename(path: string, toPath: string): this {
    const ino = this.#inoOf(path);
    const { parentIno: toParentIno, name: toName } = this.#placeOf(toPath);
    const replacedIno = this.#names.get(toPath);
    const replaced = replacedIno === undefined ? {} : { replacedIno };
    const from = this.#placeOf(path);
    this.#names.delete(path);
    this.#names.set(toPath, ino);
    const to = { toPath, toParentIno, toName, ...replaced };
    return this.#change({ change: "rename", ino, path, ...from, ...to });
  }

  unlink(path: string): this {
    const ino = this.#inoOf(path);
    this.#names.delete(path);
    return this.#change({ change: "unlink", ino, path, ...this.#placeOf(path) });
  }

  fsync(path: string, dataOnly = false): this {
    const isFolder =
      path === "" || [...this.#names.keys()].some((each) => each.startsWith(`${path}/`));
    const of = isFolder ? "folder" : "file";
    const ino = this.#inoOf(path);
    this.trace.push({ kind: "flush", pid: 1, timeUs: 0, of, ino, path, dataOnly });
    return this;
  }

  sync(): this {
    const flush = { kind: "flush", pid: 1, timeUs: 0, ino: 0, path: "", dataOnly: false } as const;
    this.trace.push({ ...flush, of: "all" });
    return this;
  }

  /** The run as a file system keeps it; files that were there are of `sizeBytes`. */
  on(fileSystem: string, sizeBytes = 0): TreeEpochs {
    return new TreeEpochs(this.trace, loadFileSystem(fileSystem), () => sizeBytes);
  }

  #newInode(): number {
    this.#inodes += 1;
    return this.#inodes;
  }

  #inoOf(path: string): number {
    if (path === "") return 1;
    const ino = this.#names.get(path);
    if (ino === undefined) throw new Error(`no such file: ${path}`);
    return ino;
  }

  #placeOf(path: string): { readonly parentIno: number; readonly name: string } {
    const at = path.lastIndexOf("/");
    return { parentIno: this.#inoOf(path.slice(0, Math.max(at, 0))), name: path.slice(at + 1) };
  }

  #change(more: Pick<TreeChange, "change" | "ino" | "path"> & Partial<TreeChange>): this {
    this.#changes += 1;
    this.trace.push({ ...common, number: this.#changes, offsetBytes: 0, lengthBytes: 0, ...more });
    return this;
  }
}

/**
 * What a loss leaves, by path: of a file its bytes in 512s, each as the number of the change that
 * wrote it, "-" where it is zero. Files that were there before are named `files`.
 */
export function treeAfter(
  epochs: TreeEpochs,
  loss: PowerLoss,
  files: readonly string[] = [],
): Record<string, string> {
  const names = new Map(files.map((path, index) => [`1/${path}`, index + 2]));
  const blocks = new Map<number, (number | undefined)[]>();
  const open = new Map(landingsOf(epochs, loss, "seed").map((each) => [each.place, each]));
  const { end } = epochs.placesBetween(0, loss.writes);
  for (const [place, unit] of epochs.units.slice(0, end).entries()) {
    const landing = open.get(place);
    if (isData(unit)) {
      const whole = [{ fromBytes: 0, toBytes: unit.lengthBytes }];
      for (const { fromBytes, toBytes } of landing?.ranges ?? whole)
        put(blocks, unit, fromBytes, toBytes);
    } else if (landing === undefined || isWhole(landing)) applyMetadata(names, blocks, unit);
  }
  const paths = new Map([[1, ""]]);
  for (const [key, ino] of names) {
    const at = key.indexOf("/");
    const folder = paths.get(Number(key.slice(0, at)));
    if (folder === undefined) continue;
    paths.set(ino, folder === "" ? key.slice(at + 1) : `${folder}/${key.slice(at + 1)}`);
  }
  return Object.fromEntries(
    [...names].flatMap(([key, ino]) => {
      const folder = paths.get(Number(key.slice(0, key.indexOf("/"))));
      if (folder === undefined) return [];
      const path = `${folder === "" ? "" : `${folder}/`}${key.slice(key.indexOf("/") + 1)}`;
      const content = Array.from(blocks.get(ino) ?? [], (block) => block ?? "-").join(" ");
      return [[path, content]];
    }),
  );
}

function put(
  blocks: Map<number, (number | undefined)[]>,
  { change: { ino, number, offsetBytes } }: Unit,
  fromBytes: number,
  toBytes: number,
): void {
  const own = blocks.get(ino) ?? [];
  blocks.set(ino, own);
  const end = Math.ceil((offsetBytes + toBytes) / 512);
  for (let block = Math.floor((offsetBytes + fromBytes) / 512); block < end; block += 1) {
    own[block] = number;
  }
}

function applyMetadata(
  names: Map<string, number>,
  blocks: Map<number, (number | undefined)[]>,
  { change, part }: Unit,
): void {
  const { ino, parentIno, name, toParentIno, toName, offsetBytes, lengthBytes } = change;
  const own = blocks.get(ino) ?? [];
  if (part === "size") {
    own.length = Math.max(own.length, Math.ceil((offsetBytes + lengthBytes) / 512));
    blocks.set(ino, own);
  }
  if (change.change === "truncate") own.length = Math.ceil(offsetBytes / 512);
  const isGone = change.change === "unlink" || (change.change === "rename" && part !== "entry");
  if (isGone) names.delete(`${parentIno}/${name}`);
  if (change.change === "create" || change.change === "mkdir")
    names.set(`${parentIno}/${name}`, ino);
  if (change.change === "rename" && part !== "removal") names.set(`${toParentIno}/${toName}`, ino);
}

type Move = (tree: SampleTree) => unknown;
const path = fc.constantFrom("a", "b", "d/a", "d/b");
const place = fc.integer({ min: 0, max: 5 }).map((each) => each * 256);
const move: fc.Arbitrary<Move> = fc.oneof(
  path.map(
    (each): Move =>
      (tree) =>
        tree.create(each),
  ),
  fc.tuple(path, place, fc.integer({ min: 1, max: 3 }), fc.boolean()).map(
    ([each, offset, blocks, synchronous]): Move =>
      (tree) =>
        tree.write(each, offset, blocks * 300, synchronous && blocks === 1),
  ),
  fc.tuple(path, path).map(
    ([from, to]): Move =>
      (tree) =>
        from !== to && tree.rename(from, to),
  ),
  path.map(
    (each): Move =>
      (tree) =>
        tree.unlink(each),
  ),
  path.map(
    (each): Move =>
      (tree) =>
        tree.truncate(each, 0),
  ),
  fc.tuple(fc.constantFrom("a", "b", "d/a", "d", ""), fc.boolean()).map(
    ([each, dataOnly]): Move =>
      (tree) =>
        tree.fsync(each, dataOnly),
  ),
  fc.constant<Move>((tree) => tree.sync()),
);

/** For tests: a run on a tree with a folder `d`; what can't be done is left out. */
export const anyTreeRun: fc.Arbitrary<SampleTree> = fc
  .array(move, { minLength: 1, maxLength: 14 })
  .map((moves) => {
    const tree = new SampleTree().mkdir("d").create("a").create("d/b");
    for (const each of moves) {
      try {
        each(tree);
      } catch {
        // There is no such file: the program would have been told so.
      }
    }
    return tree;
  });
