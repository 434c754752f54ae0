import { isUtf8 } from "node:buffer";

/**
 * A name or link target as text. Bytes that are not UTF-8 are read as Latin-1, so that no two
 * names become one by way of the replacement character.
 */
export function decodeText(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString("utf8") : bytes.toString("latin1");
}
