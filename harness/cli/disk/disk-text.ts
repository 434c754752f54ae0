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
