import { createHash } from "node:crypto";
import type { ByteSource } from "../../layout/byte-source.js";
import type { FileSystem } from "../../layout/file-system.js";
import { otherFormat } from "../../layout/other-formats.js";
import { messageOf } from "../../model/errors.js";
import { counted } from "../../report/words.js";
import { printable } from "../../report/printable.js";
import { describeSize } from "./disk-text.js";

/** SHA-256 takes about a second for 2 GiB, zeros or not. */
const largestHashedBytes = 64 * 2 ** 30;
const pieceBytes = 1024 * 1024;

/** The lines about what a partition, or a whole image, holds. */
export function describePart(source: ByteSource, fileSystem: FileSystem | undefined): string[] {
  const lines = fileSystem === undefined ? [describeOther(source)] : describeFiles(fileSystem);
  return [...lines, `SHA-256      ${hashOf(source)}`].map((line) => `  ${line}`);
}

function describeOther(source: ByteSource): string {
  const type = otherFormat(source);
  return type === undefined
    ? "no known file system"
    : `format       ${type}, whose content is not read here`;
}

function describeFiles(fileSystem: FileSystem): string[] {
  const { type, label, id, sizeBytes } = fileSystem;
  const words = [
    type,
    label === "" ? "no label" : `label "${printable(label)}"`,
    ...(id === "" ? [] : [`id ${printable(id)}`]),
    describeSize(sizeBytes),
  ];
  return [`file system  ${words.join(", ")}`, `files        ${countFiles(fileSystem)}`];
}

function countFiles(fileSystem: FileSystem): string {
  try {
    const manifest = fileSystem.manifest();
    const count = (type: string) => manifest.filter((entry) => entry.type === type).length;
    const [files, folders] = [count("file"), count("directory")];
    const others = manifest.length - files - folders;
    const listed = `${files}, in ${counted(folders, "folder")}; ${others} of other types`;
    const [first, ...more] = manifest.filter(({ unread }) => unread !== undefined);
    if (first === undefined) return listed;
    const damage = printable(`${first.path}: ${first.unread ?? ""}`);
    return `${listed}; ${more.length + 1} of these can't be read (${damage})`;
  } catch (error) {
    return `can't be read: ${printable(messageOf(error))}`;
  }
}

function hashOf(source: ByteSource): string {
  if (source.sizeBytes > largestHashedBytes) {
    return `skipped: larger than ${describeSize(largestHashedBytes)}`;
  }
  const hash = createHash("sha256");
  for (let at = 0; at < source.sizeBytes; at += pieceBytes) {
    hash.update(source.read(at, pieceBytes));
  }
  return hash.digest("hex");
}
