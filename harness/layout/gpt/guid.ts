const pattern = /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/i;

/** The GUID in 16 bytes at an offset, upper case. UEFI specification 2.10, appendix A. */
export function decodeGuid(bytes: Buffer, offsetBytes: number): string {
  const raw = Buffer.from(bytes.subarray(offsetBytes, offsetBytes + 16));
  swapMixedEndian(raw);
  const hex = raw.toString("hex").toUpperCase();
  const parts = [[0, 8], [8, 12], [12, 16], [16, 20], [20]] as const;
  return parts.map(([start, end]) => hex.slice(start, end)).join("-");
}

/** Writes a GUID's 16 bytes at an offset. Throws RangeError when the text is not a GUID. */
export function encodeGuid(guid: string, bytes: Buffer, offsetBytes: number): void {
  if (!pattern.test(guid)) throw new RangeError(`not a GUID: ${guid}`);
  const raw = Buffer.from(guid.replaceAll("-", ""), "hex");
  swapMixedEndian(raw);
  raw.copy(bytes, offsetBytes);
}

/** The first three parts of a GUID are stored with their lowest byte first. */
function swapMixedEndian(raw: Buffer): void {
  raw.subarray(0, 4).reverse();
  raw.subarray(4, 6).reverse();
  raw.subarray(6, 8).reverse();
}
