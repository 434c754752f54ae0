import type { ByteSource } from "./byte-source.js";

/** File systems that are told by their signature, and not read. */
export type OtherFileSystemType = "xfs" | "btrfs" | "f2fs" | "exfat" | "ntfs";

interface Signature {
  readonly type: OtherFileSystemType;
  readonly offsetBytes: number;
  readonly bytes: Buffer;
}

/** From the kernel's xfs_format.h, btrfs_tree.h and f2fs_fs.h, and both boot sectors' names. */
const signatures: readonly Signature[] = [
  { type: "xfs", offsetBytes: 0, bytes: Buffer.from("XFSB", "latin1") },
  { type: "btrfs", offsetBytes: 0x10040, bytes: Buffer.from("_BHRfS_M", "latin1") },
  { type: "f2fs", offsetBytes: 1024, bytes: Buffer.from("1020f5f2", "hex") },
  { type: "exfat", offsetBytes: 3, bytes: Buffer.from("EXFAT   ", "latin1") },
  { type: "ntfs", offsetBytes: 3, bytes: Buffer.from("NTFS    ", "latin1") },
];

/** Which file system without a reader begins at the start of a source; undefined for none. */
export function otherFileSystem(source: ByteSource): OtherFileSystemType | undefined {
  return signatures.find(({ offsetBytes, bytes }) =>
    source.read(offsetBytes, bytes.length).equals(bytes),
  )?.type;
}
