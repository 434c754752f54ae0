const month = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*";

/** What changes from run to run, and what a plain text has in its place; in this order. */
const changing: readonly (readonly [RegExp, string])[] = [
  // Colours and other codes of a terminal.
  [/\u001b\[[0-9;?]*[ -/]*[@-~]/g, ""],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, "#"],
  // An absolute path; also of a temporary file, and what is behind it.
  [/(?<![\w.#/)\]])\/[^\s'"`,;:()|<>]*/g, "PATH"],
  [/\b\w*te?mp\w*[.-][\w-]+/gi, "TEMPORARY"],
  [new RegExp(`\\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +)?${month}(?=[ -]+\\d)`, "g"), "#"],
  [/\b0x[0-9a-f]+\b/gi, "#"],
  // A hash, an address, and the random letters of a name.
  [/\b(?=[a-f]*\d)[0-9a-f]{6,}\b/gi, "#"],
  [/\b(?=\w*\d)(?=\w*[a-z])(?=\w*[A-Z])\w{6,}\b/g, "#"],
  // P3, sda1; but the few digits of ext4, e2fsck and fat16 are their names.
  [/\b(?:[A-Za-z]{1,2}|[hsv]d[a-z]|loop)\d+\b/g, "#"],
  [/(?<![\w#)])-(?=\d)|(?<![A-Za-z\d])\d+(?:[.,]\d+)*|(?<=[A-Za-z])\d{3,}/g, "#"],
  [/##+/g, "#"],
  // One file is, two files are.
  [/\bare\b/g, "is"],
  [/\bwere\b/g, "was"],
  [/(# (?!is\b|was\b|has\b)[a-z]+?)s\b/g, "$1"],
  [/\s+/g, " "],
  // A list is as good as its first item: how many there are changes from run to run.
  [/(?<=^|[,:;|(] |\()([^,;|:()]+)(?:(?: ?[,;|] | and )\1)+(?=$|[,;|.)])/g, "$1"],
  [/,? and # more\b|,? ?\.\.\.(?= |$|\))/g, ""],
];

/**
 * A text without what changes from run to run: numbers, times, addresses, process ids, hashes,
 * paths and names of temporary files, and how many items a list has. Two texts that are equal in
 * this form say the same. Pure; what it returns is left by it as it is.
 */
export function plainText(text: string): string {
  const plain = changing.reduce((now, [what, mark]) => now.replaceAll(what, mark), text).trim();
  return plain === text ? plain : plainText(plain);
}
