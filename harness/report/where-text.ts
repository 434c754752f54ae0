import { basename } from "node:path";
import {
  siteAt,
  siteCoverage,
  siteName,
  type CallSite,
  type SiteMap,
  type SitesFound,
} from "../model/call-site.js";
import type { CaseRecord, CutRecord } from "../store/records.js";
import { counted } from "./words.js";

const unknown =
  "not known: no system call that was seen fits (it came through a mapping, or another run differs)";

/** Which code made the change before a cut and which would make the one after it, with the stacks. */
export function whereLines(sites: SitesFound, cut: CutRecord): string[] {
  if (sites.kind === "not found") return [notFoundText(sites.reason)];
  const { write, bytes } = cut;
  const [before, after] = [siteOf(sites, write), siteOf(sites, write + 1)];
  const next = bytes > 0 ? "torn" : "after the cut";
  const isSame = before !== undefined && before.number === after?.number;
  return [
    "where in the source:",
    ...(write === 0 ? ["  no change before the cut"] : changeLines("before the cut", write, before)),
    ...(write === sites.changeCount
      ? ["  no change after the cut"]
      : isSame
        ? [`  ${next}, change ${write + 1}: the same`]
        : changeLines(next, write + 1, after)),
    ...sites.notes.map((note) => `  ${note}`),
  ];
}

/** The same in a line: of the innermost functions only. */
export function whereLine(sites: SiteMap, { write, bytes }: CutRecord): string {
  const [before, after] = [siteOf(sites, write), siteOf(sites, write + 1)];
  const name = (site: CallSite | undefined) => (site === undefined ? "not known" : shortSite(site));
  const next = bytes > 0 ? "in" : "before";
  if (write === 0) return `${next} ${name(after)}`;
  if (bytes > 0) return `in ${name(after)}`;
  const isLast = write === sites.changeCount || before?.number === after?.number;
  return `after ${name(before)}${isLast ? "" : `, before ${name(after)}`}`;
}

/** How many places in the code there are, and at how many of them a crash was tried. */
export function coverageLines(sites: SitesFound | undefined, cases: readonly CaseRecord[]): string[] {
  if (sites === undefined) return [];
  if (sites.kind === "not found") return [notFoundText(sites.reason)];
  const tried = cases.flatMap(({ cuts: [first] }) =>
    first === undefined || first.landed !== "landed" ? [] : triedAt(first),
  );
  return [coverageText(sites, tried, "a crash was tried at"), ...sites.notes];
}

/** `12 call sites change the disk; crash points at 11 of them`. */
export function coverageText(sites: SiteMap, tried: readonly number[], verb: string): string {
  const { siteCount, triedCount, unknownCount } = siteCoverage(sites, tried);
  const unknownText =
    unknownCount === 0 ? "" : `; ${counted(unknownCount, "change")} by none that was seen`;
  return `${counted(siteCount, "call site")} change the disk; ${verb} ${triedCount} of them${unknownText}`;
}

function triedAt({ write, bytes }: CutRecord): number[] {
  return bytes > 0 ? [write, write + 1] : [write];
}

function siteOf(sites: SiteMap, change: number): CallSite | undefined {
  return siteAt(sites, change);
}

function notFoundText(reason: string): string {
  return `where in the source can't be told: ${reason}`;
}

function changeLines(when: string, change: number, site: CallSite | undefined): string[] {
  const head = `  ${when}, change ${change}`;
  if (site === undefined) return [`${head}: ${unknown}`];
  const width = Math.max(0, ...site.frames.map(({ name }) => name.length));
  return [
    `${head}: ${site.call} of ${site.process}`,
    ...site.frames.map(({ name, program, source }) =>
      `    ${name.padEnd(width)}  ${source ?? `in ${program}`}`.trimEnd(),
    ),
  ];
}

/** `gpt.(*Table).Write (table.go:412) < disk.(*Disk).Partition`. */
function shortSite(site: CallSite): string {
  const source = site.frames[0]?.source;
  const name = siteName(site);
  if (source === undefined) return name;
  return name.replace(/^(.*?)( < |$)/s, (_, inner: string, rest: string) => {
    return `${inner} (${basename(source)})${rest}`;
  });
}
