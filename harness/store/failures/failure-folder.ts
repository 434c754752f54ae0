import {
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { codeOf } from "../../model/file-problem.js";
import { makeFolders } from "../../model/make-folders.js";
import { sha256 } from "../../model/sha256.js";
import { Room, RoomIsUp, sizeOfFolder } from "../room.js";
import { isFull, writing } from "../store-error.js";
import { storeBlob, type Blob, type StoredBlob } from "../blob-store.js";

/** Longest name of a folder that is kept as it is: most file systems stop at 255 bytes. */
const longestFolderName = 200;

/** The folder of a run takes no more evidence once it has this size. */
export const evidenceLimitBytes = 2 ** 30;

/** What is to be kept of a failure. */
export interface FailureEvidence {
  readonly id: string;
  readonly blobs: readonly Blob[];
  /** The other files by their names, with the digests of the blobs, in their order, in them. */
  filesWith(digests: readonly string[]): Readonly<Record<string, string>>;
}

/** Where the folder of a case is: `failures/<id>`, with `_` for what a name can't have. */
export function failureFolderPath(runPath: string, id: string): string {
  const name = id.replaceAll(/[:/]/g, "_");
  const short = `${name.slice(0, longestFolderName)}-${sha256(id).slice(0, 8)}`;
  return join(runPath, "failures", name.length <= longestFolderName ? name : short);
}

/** Whether the evidence of a case is in the folder of its run. */
export function isKept(runPath: string, id: string): boolean {
  return existsSync(join(failureFolderPath(runPath, id), "case.json"));
}

/**
 * Writes what is needed to look into one case and to show it again. A file is there whole or not at
 * all. Files of an earlier failure with the same id stay, unless they have the same name: evidence
 * is not thrown away. Returns why it was not kept, where the disk is full or the run's folder has
 * reached its limit: then nothing of it is left. Throws HarnessError for all else.
 */
export function storeFailure(
  runPath: string,
  evidence: FailureEvidence,
  limitBytes: number,
): string | undefined {
  const folder = failureFolderPath(runPath, evidence.id);
  return writing(folder, () => {
    makeFolders(join(runPath, "failures"));
    const room = new Room(limitBytes - sizeOfFolder(runPath));
    const blobs: StoredBlob[] = [];
    try {
      for (const blob of evidence.blobs) blobs.push(storeBlob(runPath, blob, room));
      writeFiles(folder, evidence.filesWith(blobs.map(({ digest }) => digest)), room);
      return undefined;
    } catch (error) {
      const why = whyNotKept(error, runPath, limitBytes);
      for (const { path, isNew } of blobs) if (isNew) rmSync(path);
      return why;
    }
  });
}

function writeFiles(folder: string, files: Readonly<Record<string, string>>, room: Room): void {
  makeFolders(folder);
  const unfinished = mkdtempSync(join(folder, ".new-"));
  try {
    for (const [name, text] of Object.entries(files)) {
      room.take(Buffer.byteLength(text));
      writeFileSync(join(unfinished, name), text);
    }
    for (const name of Object.keys(files)) renameSync(join(unfinished, name), join(folder, name));
  } finally {
    rmSync(unfinished, { recursive: true });
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  }
}

/** Throws what is no lack of room. */
function whyNotKept(error: unknown, runPath: string, limitBytes: number): string {
  if (error instanceof RoomIsUp) {
    const limit = `${Math.round(limitBytes / 2 ** 20)} MiB`;
    return `${runPath} has reached its limit of ${limit}`;
  }
  if (isFull(codeOf(error))) return `the disk of ${runPath} is full`;
  throw error;
}
