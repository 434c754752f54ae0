import { openFileSource } from "../../layout/byte-source.js";
import { readMdSuperblock } from "../../layout/md-superblock.js";
import { digestFile } from "./digest-file.js";
import type { ForeignItem, ToRead } from "./foreign-content.js";

/** Digests this member's part of the array's data. The superblock is for the checker. */
export async function readMd({ path }: ToRead): Promise<ForeignItem[]> {
  const file = openFileSource(path);
  const superblock = readMdSuperblock(file);
  const { sizeBytes } = file;
  file.close();
  if (superblock === undefined) throw new Error("it has no superblock");
  if (!superblock.checksumHolds) throw new Error("the checksum of its superblock is wrong");
  const { dataOffsetBytes, dataSizeBytes } = superblock;
  if (dataOffsetBytes + dataSizeBytes > sizeBytes) throw new Error("its data end beyond its end");
  const part = { offsetBytes: dataOffsetBytes, lengthBytes: dataSizeBytes };
  return [{ name: "data of this member", ...(await digestFile(path, part)) }];
}
