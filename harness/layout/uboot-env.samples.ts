import { crc32 } from "node:zlib";

/** One copy of a U-Boot environment; with `flags`, as one of two. What is behind it is 0xff. */
export function encodeUbootEnv(
  variables: Readonly<Record<string, string>>,
  sizeBytes: number,
  flags?: number,
): Buffer {
  const headerBytes = flags === undefined ? 4 : 5;
  const bytes = Buffer.alloc(sizeBytes, 0xff);
  const entries = Object.entries(variables).map(([name, value]) => `${name}=${value}\0`);
  const written = bytes.write(`${entries.join("")}\0`, headerBytes, "latin1");
  if (written < entries.join("").length + 1) throw new Error("the variables do not fit");
  if (flags !== undefined) bytes.writeUInt8(flags, 4);
  bytes.writeUInt32LE(crc32(bytes.subarray(headerBytes)), 0);
  return bytes;
}
