import { DecodeError } from "../../model/errors.js";
import type { Blocks } from "./blocks.js";
import { readContent } from "./content.js";
import type { Inode } from "./inode.js";
import type { InodeTable } from "./inode-table.js";
import { decodeText } from "../text.js";

/** One attribute as it stands on the disk. Its value is here, or in an inode of its own. */
interface Attribute {
  readonly prefixIndex: number;
  readonly name: string;
  readonly value: Buffer;
  readonly valueInode: number;
  readonly valueSizeBytes: number;
  readonly path: string;
}

const magic = 0xea020000;
const entryHeaderSizeBytes = 16;
const blockHeaderSizeBytes = 32;
const largestValueBytes = 64 * 1024;
const systemPrefixIndex = 7;

const prefixes: Readonly<Record<number, string>> = {
  1: "user.",
  2: "system.posix_acl_access",
  3: "system.posix_acl_default",
  4: "trusted.",
  6: "security.",
  7: "system.",
  8: "system.richacl",
  10: "gnu.",
};

/**
 * Reads the extended attributes of an inode, from the inode and from its attribute block: full
 * name to the value in hex, as it stands on the disk (for ACLs that is not the form that getxattr
 * returns). Undefined when there are none. Inline data, which is kept as an attribute, is left
 * out. Throws DecodeError.
 *
 * The layout is that of the kernel's Documentation/filesystems/ext4/attributes.rst.
 */
export function readXattrs(
  blocks: Blocks,
  inodes: InodeTable,
  inode: Inode,
): Readonly<Record<string, string>> | undefined {
  const attributes = inodeAttributes(inode);
  if (inode.attributeBlock !== 0) attributes.push(...blockAttributes(blocks, inode));
  const found: [string, string][] = [];
  for (const attribute of attributes) {
    if (isInlineData(attribute)) continue;
    const prefix = prefixes[attribute.prefixIndex] ?? `unknown(${attribute.prefixIndex}).`;
    const value = attributeValue(blocks, inodes, attribute);
    found.push([prefix + attribute.name, value.toString("hex")]);
  }
  if (found.length === 0) return undefined;
  return Object.fromEntries(found.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The part of inline data that does not fit in the block area. Empty when it all fits. */
export function readInlineRest(inode: Inode): Buffer {
  return inodeAttributes(inode).find(isInlineData)?.value ?? Buffer.alloc(0);
}

function isInlineData(attribute: Attribute): boolean {
  return attribute.prefixIndex === systemPrefixIndex && attribute.name === "data";
}

function inodeAttributes(inode: Inode): Attribute[] {
  const area = inode.attributeArea;
  if (area.length < 4 || area.readUInt32LE(0) !== magic) return [];
  return decodeEntries(area.subarray(4), 0, `${inode.path}.xattrs`);
}

function blockAttributes(blocks: Blocks, inode: Inode): Attribute[] {
  const path = `${inode.path}.xattrBlock`;
  const bytes = blocks.read(inode.attributeBlock, 1, path);
  const found = bytes.readUInt32LE(0);
  if (found === magic) return decodeEntries(bytes, blockHeaderSizeBytes, path);
  throw new DecodeError(`${path}.magic`, `expected 0xea020000, found 0x${found.toString(16)}`);
}

function decodeEntries(area: Buffer, startBytes: number, path: string): Attribute[] {
  const attributes: Attribute[] = [];
  let offset = startBytes;
  // Four zero bytes end the list. An area that is full to its last byte has no room for them.
  while (offset + 4 <= area.length && area.readUInt32LE(offset) !== 0) {
    const entryPath = `${path}[${attributes.length}]`;
    const nameEnd = offset + entryHeaderSizeBytes + area.readUInt8(offset);
    if (nameEnd > area.length) throw new DecodeError(`${entryPath}.name`, "ends behind its area");
    const valueInode = area.readUInt32LE(offset + 4);
    const valueOffset = area.readUInt16LE(offset + 2);
    const valueSizeBytes = area.readUInt32LE(offset + 8);
    if (valueInode === 0 && valueSizeBytes > 0 && valueOffset + valueSizeBytes > area.length) {
      throw new DecodeError(`${entryPath}.value`, "ends behind its area");
    }
    attributes.push({
      prefixIndex: area.readUInt8(offset + 1),
      name: decodeText(area.subarray(offset + entryHeaderSizeBytes, nameEnd)),
      value: area.subarray(valueOffset, valueOffset + (valueInode === 0 ? valueSizeBytes : 0)),
      valueInode,
      valueSizeBytes,
      path: entryPath,
    });
    offset = Math.ceil(nameEnd / 4) * 4;
  }
  return attributes;
}

function attributeValue(blocks: Blocks, inodes: InodeTable, attribute: Attribute): Buffer {
  if (attribute.valueInode === 0) return attribute.value;
  const inode = inodes.read(attribute.valueInode, `${attribute.path}.valueInode`);
  const value = readContent(blocks, inode, largestValueBytes);
  if (inode.isAttributeValue && value.length === attribute.valueSizeBytes) return value;
  throw new DecodeError(`${attribute.path}.valueInode`, `inode ${inode.number} is not this value`);
}
