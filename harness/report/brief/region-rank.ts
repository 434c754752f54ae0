/** What a region's name says of its kind, the most telling first. */
const ranks: readonly RegExp[] = [
  /\b(?:protective MBR|primary (?:header|entries)|backup (?:header|entries)|MBR|EBR \d*)/,
  /\b(?:superblock|boot sector|header)\b/,
  /^(?!.*(?:\bdata\b|\bfree\b|\bunused\b|beyond the end|\boutside\b)).+/,
  /\bdata\b/,
];

/** How much a region tells of a finding there: tables, superblocks, metadata, data, the rest. */
export function regionRank(region: string): number {
  const rank = ranks.findIndex((pattern) => pattern.test(region));
  return rank === -1 ? ranks.length : rank;
}
