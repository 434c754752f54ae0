import { lstatSync, readdirSync, type BigIntStats } from "node:fs";
import { CannotJudge, UsageError } from "../../model/errors.js";

/** One name below a folder. */
export interface Walked {
  /** From the folder, one char a byte; "" is the folder itself. */
  readonly path: string;
  /** The whole path, as bytes: a name may be no UTF-8. */
  readonly fullPath: Buffer;
  readonly stat: BigIntStats;
}

const slash = Buffer.from("/");

/**
 * A folder and all that is in it, each folder before what it holds, names in the order of their
 * bytes. Links are not followed. Throws UsageError for what can't be read, CannotJudge for
 * what goes meanwhile.
 */
export function* walkTree(folder: string): Generator<Walked> {
  yield* walk(Buffer.from(folder), "");
}

function* walk(fullPath: Buffer, path: string): Generator<Walked> {
  const stat = lstatSync(fullPath, { bigint: true, throwIfNoEntry: false });
  if (stat === undefined) throw new CannotJudge(`${fullPath.toString()} has gone meanwhile`);
  yield { path, fullPath, stat };
  if (!stat.isDirectory()) return;
  for (const name of namesIn(fullPath)) {
    const inside = path === "" ? "" : `${path}/`;
    yield* walk(Buffer.concat([fullPath, slash, name]), `${inside}${name.toString("latin1")}`);
  }
}

function namesIn(folder: Buffer): Buffer[] {
  try {
    return readdirSync(folder, { encoding: "buffer" }).sort((one, other) => one.compare(other));
  } catch (cause) {
    throw new UsageError(`cannot read the folder ${folder.toString()}`, { cause });
  }
}
