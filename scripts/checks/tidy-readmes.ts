const mostBytes = 10 * 1024;
const newcomers = "README.md";
const mapPlace = "harness/README.md";
const mapLine = /^\s*((?:[a-z0-9]+\/)+)(?=[ \t]+\S)/gm;

/** What the READMEs are checked against. */
export interface Checkout {
  /** The folders at the top that hold something of ours. */
  readonly topFolders: readonly string[];
  /** Paths of all sources. */
  readonly sources: readonly string[];
  /** The text of a file, undefined where it is not there. */
  readonly read: (path: string) => string | undefined;
}

/** READMEs that are missing or too long, and rooms of harness/ that the map does not show. */
export function findReadmeProblems({ topFolders, sources, read }: Checkout): string[] {
  const wanted = [newcomers, ...topFolders.map((folder) => `${folder}/README.md`)];
  const missing = wanted.filter((path) => read(path) === undefined);
  const bytes = Buffer.byteLength(read(newcomers) ?? "");
  return [
    ...missing.map((path) => `${path}: it is missing`),
    ...(bytes > mostBytes ? [`${newcomers}: ${bytes} bytes, at most ${mostBytes}`] : []),
    ...findMapProblems(read(mapPlace) ?? "", roomsOf(sources)),
  ];
}

/** The folders below harness/ that hold sources. */
function roomsOf(sources: readonly string[]): string[] {
  const folders = sources.map((path) => /^harness\/(.+\/)[^/]+$/.exec(path)?.[1] ?? "");
  return [...new Set(folders)].filter((folder) => folder !== "").sort();
}

/** Rooms that no line of the map begins with, and lines for rooms that are not there. */
export function findMapProblems(readme: string, rooms: readonly string[]): string[] {
  const shown = [...readme.matchAll(mapLine)].map(([, folder = ""]) => folder);
  return [
    ...rooms
      .filter((room) => !shown.includes(room))
      .map((room) => `${mapPlace}: the map has no line for ${room}`),
    ...shown
      .filter((folder) => !rooms.some((room) => room.startsWith(folder)))
      .map((folder) => `${mapPlace}: the map has a line for ${folder}, which holds no source`),
  ];
}
