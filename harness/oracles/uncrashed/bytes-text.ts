const units = ["bytes", "KiB", "MiB", "GiB", "TiB"] as const;

/** A size as people say it, without loss: `20 MiB`, `1,536 KiB`, `513 bytes`. */
export function bytesText(sizeBytes: number): string {
  let [value, unit] = [sizeBytes, 0];
  while (value !== 0 && value % 1024 === 0 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value.toLocaleString("en-US")} ${units[unit]}`;
}
