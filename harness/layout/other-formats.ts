import type { ByteSource } from "./byte-source.js";
import { readMdSuperblock, startsAsMd } from "./md-superblock.js";
import { findSquashfs } from "./squashfs/inside.js";
import { readUbootEnv } from "./uboot-env.js";

/** Formats that are told by a signature near their start, and that no reader here reads. */
export type SignedFormat =
  "xfs" | "btrfs" | "f2fs" | "exfat" | "ntfs" | "qcow2" | "luks" | "lvm" | "md" | "sqlite";

/** All formats that are told without being an ext, FAT or squashfs file system. */
export type OtherFormat = SignedFormat | "uboot env" | "squashfs inside";

interface Signature {
  readonly format: SignedFormat;
  /** Any of these places will do. */
  readonly offsetsBytes: readonly number[];
  readonly bytes: Buffer;
  /** What must hold besides, where the bytes alone might be anything. */
  readonly holds?: (source: ByteSource, offsetBytes: number) => boolean;
}

const sectors = [0, 512, 1024, 1536];
/** Where LUKS2 may have its second header: behind the first, which is 16 KiB to 4 MiB long. */
const secondHeaders = Array.from({ length: 9 }, (_, index) => 2 ** (14 + index));

/**
 * From the kernel's md_p.h, xfs_format.h, btrfs_tree.h and f2fs_fs.h, the names in both boot
 * sectors, QEMU's docs/interop/qcow2.txt, both LUKS On-Disk Format Specifications, LVM's
 * lib/format_text/layout.h, and sqlite.org/fileformat.html. The first that fits counts; md comes
 * first, since version 1.2 leaves alone what stood in the first 4 KiB before.
 */
const signatures: readonly Signature[] = [
  { format: "md", offsetsBytes: [0, 4096], bytes: hex("fc4e2ba901000000"), holds: startsAsMd },
  { format: "xfs", offsetsBytes: [0], bytes: text("XFSB") },
  { format: "btrfs", offsetsBytes: [0x10040], bytes: text("_BHRfS_M") },
  { format: "f2fs", offsetsBytes: [1024], bytes: hex("1020f5f2") },
  { format: "exfat", offsetsBytes: [3], bytes: text("EXFAT   ") },
  { format: "ntfs", offsetsBytes: [3], bytes: text("NTFS    ") },
  { format: "qcow2", offsetsBytes: [0], bytes: hex("514649fb000000"), holds: isQcow2 },
  { format: "luks", offsetsBytes: [0], bytes: hex("4c554b53babe00"), holds: isLuks },
  { format: "luks", offsetsBytes: secondHeaders, bytes: hex("534b554cbabe0002") },
  { format: "lvm", offsetsBytes: sectors, bytes: text("LABELONE"), holds: isLvm2 },
  { format: "sqlite", offsetsBytes: [0], bytes: text("SQLite format 3\0") },
];

/** Which format's signature stands near the start of a source; undefined for none. Is quick. */
export function signedFormat(source: ByteSource): SignedFormat | undefined {
  return signatures.find(({ offsetsBytes, bytes, holds }) =>
    offsetsBytes.some(
      (at) => source.read(at, bytes.length).equals(bytes) && (holds?.(source, at) ?? true),
    ),
  )?.format;
}

/**
 * Which format a source has that no reader here takes; undefined for none. Ask recognise() first:
 * an md superblock at the end says nothing about a file system that begins at the start. Where
 * there is no signature, the whole source may be read once.
 */
export function otherFormat(source: ByteSource): OtherFormat | undefined {
  const signed = signedFormat(source);
  if (signed !== undefined) return signed;
  if (readMdSuperblock(source) !== undefined) return "md";
  if (readUbootEnv(source) !== undefined) return "uboot env";
  return findSquashfs(source).length > 0 ? "squashfs inside" : undefined;
}

/** The version's last byte: 2, or 3 for what qemu-img calls compat 1.1. */
function isQcow2(source: ByteSource): boolean {
  return [2, 3].includes(source.read(7, 1)[0] ?? 0);
}

function isLuks(source: ByteSource): boolean {
  return [1, 2].includes(source.read(7, 1)[0] ?? 0);
}

function isLvm2(source: ByteSource, offsetBytes: number): boolean {
  return source.read(offsetBytes + 24, 8).equals(text("LVM2 001"));
}

function text(letters: string): Buffer {
  return Buffer.from(letters, "latin1");
}

function hex(digits: string): Buffer {
  return Buffer.from(digits, "hex");
}
