import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What is to be written is more than may be. */
export class RoomIsUp extends Error {}

/** How many bytes may yet be written. */
export class Room {
  #leftBytes: number;

  constructor(leftBytes: number) {
    this.#leftBytes = leftBytes;
  }

  /** Throws RoomIsUp where there is not so much left. */
  take(sizeBytes: number): void {
    if (sizeBytes > this.#leftBytes) throw new RoomIsUp();
    this.#leftBytes -= sizeBytes;
  }
}

/** The sizes of all files in a folder and in the folders in it; 0 where there is none. */
export function sizeOfFolder(path: string): number {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((each) => each.isFile());
  return files.reduce((sum, { parentPath, name }) => sum + sizeOfFile(join(parentPath, name)), 0);
}

function sizeOfFile(path: string): number {
  return lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
