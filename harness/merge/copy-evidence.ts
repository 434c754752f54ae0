import { copyFileSync, existsSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { makeFolders } from "../model/make-folders.js";
import type { Room } from "../store/room.js";
import { RoomIsUp } from "../store/room.js";

/**
 * Copies the failures of a shard, with their traces and states, to the folder of the whole run, as
 * far as there is room. Where two shards have reduced failures to the same smallest one, the first
 * is kept. Returns whether all of it is there.
 */
export function copyEvidence(shardPath: string, runPath: string, room: Room): boolean {
  try {
    for (const kind of ["traces", "states"]) {
      copyFiles(join(shardPath, kind), join(runPath, kind), room);
    }
    for (const name of namesIn(join(shardPath, "failures"))) {
      copyFiles(join(shardPath, "failures", name), join(runPath, "failures", name), room);
    }
    return true;
  } catch (error) {
    if (error instanceof RoomIsUp) return false;
    throw error;
  }
}

function copyFiles(from: string, to: string, room: Room): void {
  for (const name of namesIn(from)) {
    const [source, copy] = [join(from, name), join(to, name)];
    const found = lstatSync(source);
    if (!found.isFile() || existsSync(copy)) continue;
    room.take(found.size);
    makeFolders(to);
    copyFileSync(source, copy);
  }
}

function namesIn(folder: string): string[] {
  return lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === true
    ? readdirSync(folder).sort()
    : [];
}
