import { readFileSync } from "node:fs";
import { reasonOf, runTool } from "../../target/tool.js";

const entryBytes = 32;
const rootEntries = 16_384;

/**
 * Makes a FAT on which fsck.fat does not end: its root holds thousands of files of one name. It
 * renames all but one, tries FSCK0000.000 and on for each, and looks for each of these among all.
 */
export async function endlessFat(path: string): Promise<Buffer> {
  const command = ["mkfs.fat", "-r", String(rootEntries), "-C", path, "4096"] as const;
  const made = await runTool(command, { timeoutMs: 30_000 });
  if (made.exitCode !== 0) throw new Error(reasonOf(made));
  const bytes = readFileSync(path);
  const sectorBytes = bytes.readUInt16LE(11);
  const fatsEnd = bytes.readUInt16LE(14) + bytes.readUInt8(16) * bytes.readUInt16LE(22);
  const root = fatsEnd * sectorBytes;
  for (let index = 0; index < rootEntries; index += 1) {
    bytes.write("SAME    TXT", root + index * entryBytes, "latin1");
  }
  return bytes;
}
