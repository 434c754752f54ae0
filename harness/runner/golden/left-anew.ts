type Names = readonly string[];

/**
 * What a run leaves and uninterrupted ones do not. Names that differ in digits are one. Where each
 * uninterrupted run leaves names of its own in a folder (mktemp, UUIDs, hashes), any run may leave
 * as many there as one of these does at most, besides those that were there `before` it.
 */
export function leftAnew(
  { left, before }: { readonly left: Names; readonly before: Names },
  golden: readonly Names[],
): string[] {
  const usual = new Set(golden.flat().map(withoutDigits));
  const common = inEach(golden.map((paths) => new Set(paths.flatMap(withFolders))));
  const perRun = golden.map((paths) => countByFolder(ownEntries(paths, common)));
  const folders = inEach(perRun.map((counts) => new Set(counts.keys())));
  const had = ownEntries(before, common);
  const added = [...ownEntries(left, common)].filter((entry) => !had.has(entry));
  const addedCounts = countByFolder(added);
  return left.filter((path) => {
    const folder = folderOf(topOwn(path, common));
    const mostUsual = Math.max(...perRun.map((counts) => counts.get(folder) ?? 0));
    const isInUse = folders.has(folder) && (addedCounts.get(folder) ?? 0) <= mostUsual;
    return !usual.has(withoutDigits(path)) && !isInUse;
  });
}

/** The entries of folders, as high as can be, by which some paths are not those of each run. */
function ownEntries(paths: Names, common: ReadonlySet<string>): ReadonlySet<string> {
  const own = paths.filter((path) => !common.has(withoutDigits(path)));
  return new Set(own.map((path) => topOwn(path, common)));
}

function topOwn(path: string, common: ReadonlySet<string>): string {
  const index = withFolders(path).findIndex((each) => !common.has(each));
  const parts = path.split("/");
  return parts.slice(0, index < 0 ? parts.length : index + 1).join("/");
}

/** A path and the folders that it is in, from the top, digits masked. */
function withFolders(path: string): string[] {
  const parts = withoutDigits(path).split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

/** How many of these entries each folder has; those at the top of all are in none. */
function countByFolder(entries: Iterable<string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    const folder = folderOf(entry);
    if (folder !== "") counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return counts;
}

function folderOf(entry: string): string {
  return withoutDigits(entry.slice(0, Math.max(0, entry.lastIndexOf("/"))));
}

function inEach([first, ...others]: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return new Set([...(first ?? [])].filter((each) => others.every((other) => other.has(each))));
}

function withoutDigits(text: string): string {
  return text.replace(/\d+/g, "#");
}
