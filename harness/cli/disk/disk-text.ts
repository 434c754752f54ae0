/** A size in bytes, and in MiB where that says more. */
export function describeSize(sizeBytes: number): string {
  return sizeBytes < 2 ** 20
    ? `${sizeBytes} bytes`
    : `${sizeBytes} bytes (${mebibytes(sizeBytes)})`;
}

/** A size in MiB, with digits only where it is not a whole number. */
export function mebibytes(sizeBytes: number): string {
  const size = sizeBytes / 2 ** 20;
  return `${Number.isInteger(size) ? String(size) : size.toFixed(2)} MiB`;
}

/** Text from a disk, safe for a terminal: characters that steer it are written as escapes. */
export function printable(text: string): string {
  return text.replaceAll(/\p{C}/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}
