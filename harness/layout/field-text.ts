import { decodeGuid } from "./gpt/guid.js";
import type { FieldKind } from "./fields.js";

const shownBytes = 8;

/** What two fields of one kind hold, which differ, in words. */
export function fieldTexts(kind: FieldKind, one: Buffer, other: Buffer): [string, string] {
  const texts: [string, string] = [fieldText(kind, one), fieldText(kind, other)];
  // A name may differ behind its end, and a number may be longer than its field is read.
  return texts[0] === texts[1] ? [bytesText(one), bytesText(other)] : texts;
}

/** The first bytes as they lie on the disk. */
export function bytesText(bytes: Buffer): string {
  return `0x${bytes.toString("hex", 0, shownBytes)}`;
}

function fieldText(kind: FieldKind, bytes: Buffer): string {
  switch (kind) {
    case "number":
      return String(numberOf(bytes));
    case "hex":
      return `0x${numberOf(bytes)
        .toString(16)
        .padStart(bytes.length * 2, "0")}`;
    case "GUID":
      return decodeGuid(bytes, 0);
    case "CHS":
      return chsText(bytes);
    case "text":
      return JSON.stringify(bytes.toString("utf16le").split("\0")[0]);
    case "bytes":
      return bytesText(bytes);
  }
}

/** Any length, the lowest byte first. */
function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
}

/** Cylinder, head and sector, as fdisk packs them: the cylinder's high bits are the sector's. */
function chsText(bytes: Buffer): string {
  const [head = 0, sector = 0, cylinder = 0] = bytes;
  return `${((sector & 0xc0) << 2) | cylinder}/${head}/${sector & 0x3f}`;
}
