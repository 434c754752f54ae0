/** A function that a call went through. */
export interface Frame {
  /** The file that it is in: the last part of its path. */
  readonly program: string;
  /** `gpt.(*Table).Write`; where the file has no names, `0x1a2b`, its place in it. */
  readonly name: string;
  /** `/src/table.go:412`, where debugging information tells. */
  readonly source?: string;
}

/** One place in a target's own code that changes the medium. */
export interface CallSite {
  /** From 1, in the order of what each changed first. */
  readonly number: number;
  /** The system call: `pwrite64`. */
  readonly call: string;
  /** What the process was started with, as a line of a shell. */
  readonly process: string;
  /** Innermost first, without those of libraries and of runtimes. */
  readonly frames: readonly Frame[];
}

/** Changes in a row of a recorded run that one site has made. */
export interface SiteSpan {
  readonly first: number;
  readonly last: number;
  /** The number of the site. */
  readonly site: number;
}

/** Which place in the target's code has made each change of a recorded run. */
export interface SiteMap {
  readonly sites: readonly CallSite[];
  /** Ascending, with gaps where it is not known. */
  readonly spans: readonly SiteSpan[];
  /** Of the recorded run. */
  readonly changeCount: number;
  /** So many of them, from the first, are all that was looked at. */
  readonly watchedCount: number;
  /** What is missing, why, and what to do about it. */
  readonly notes: readonly string[];
}

/** Where in the source, or why that can't be told here. */
export type SitesFound =
  ({ readonly kind: "found" } & SiteMap) | { readonly kind: "not found"; readonly reason: string };

/** The site that made a change; undefined where that is not known. */
export function siteAt({ sites, spans }: SiteMap, change: number): CallSite | undefined {
  const span = spans.find(({ first, last }) => first <= change && change <= last);
  return span && sites[span.site - 1];
}

/** The number of the site of each change, the first at index 0. */
export function siteNumbers({ spans, changeCount }: SiteMap): (number | undefined)[] {
  const numbers = new Array<number | undefined>(changeCount).fill(undefined);
  for (const { first, last, site } of spans) numbers.fill(site, first - 1, last);
  return numbers;
}

/** How many sites there are, and at how many of them a crash was tried. */
export interface SiteCoverage {
  readonly siteCount: number;
  readonly triedCount: number;
  /** Changes whose site is not known. */
  readonly unknownCount: number;
}

/**
 * Of the changes that were looked at. `tried` are numbers of changes after which, or inside of
 * which, a crash was.
 */
export function siteCoverage(map: SiteMap, tried: readonly number[]): SiteCoverage {
  const numbers = siteNumbers(map).slice(0, map.watchedCount);
  const hit = new Set(tried.map((change) => numbers[change - 1]));
  hit.delete(undefined);
  const unknownCount = numbers.filter((site) => site === undefined).length;
  return { siteCount: map.sites.length, triedCount: hit.size, unknownCount };
}

/**
 * The short name of a site: the innermost functions, the first with its line; and, where no line is
 * known, what the process was started with, which is what the writer of a script knows.
 */
export function siteName({ frames, call, process }: CallSite): string {
  const named = frames.filter(({ name }) => !name.startsWith("0x")).slice(0, 3);
  const names = named.map(({ name }) => name);
  const source = named[0]?.source;
  if (source === undefined) return [`${call} of ${process}`, ...names].join(" < ");
  const line = source.slice(source.lastIndexOf("/") + 1);
  return [`${names[0] ?? ""} (${line})`, ...names.slice(1)].join(" < ");
}
