import { createHash } from "node:crypto";

/** Hex SHA-256 of some bytes or of a text's UTF-8 bytes. */
export function sha256(data: Buffer | string): string {
  return createHash("sha256").update(data).digest("hex");
}
