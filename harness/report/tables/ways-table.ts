import type { CaseRecord } from "../../store/records.js";
import { formatTable, numeric } from "./table.js";
import { countBy } from "../../model/count-by.js";
import { wrap } from "../words.js";

/** Ends at which a user has a disk that is whole, and knows how things stand. */
const goodEnds = ["recovered", "refused", "undone", "finished", "whole"];

/** Bytes that nobody can read. */
const unread = "unread";

const mostLetters = 60;

/** A resume of the user's own may be a long line. */
function short(name: string): string {
  return name.length > mostLetters ? `${name.slice(0, mostLetters - 3)}...` : name;
}

/** What came of one way out, over all crashes. */
export interface WayCounts {
  readonly name: string;
  readonly good: number;
  readonly bad: number;
  /** Bytes that nobody can read were left. */
  readonly open: number;
  /** How it ends where it does not work, `3 x stuck`; "-" where it always does. */
  readonly ends: string;
  /** The first crash point at which it does not; "-" where it always does. */
  readonly first: string;
}

/**
 * Which way out works from where: a row for each way that was tried, how often it works, and at
 * which point it first does not. Undefined where there is but one.
 */
export function waysTable(cases: readonly CaseRecord[]): string | undefined {
  const ways = wayCounts(cases);
  if (ways.length < 2) return undefined;
  const columns = [
    { heading: "way out" },
    ...["works", "does not", "not known"].map(numeric),
    { heading: "how it ends where it does not" },
    { heading: "first at" },
  ];
  const rows = ways.map(({ name, good, bad, open, ends, first }) => [
    name,
    ...[good, bad, open].map(String),
    ends,
    first,
  ]);
  return formatTable(columns, rows);
}

/** The same in a line for each way, of at most `columns`. None where there is but one. */
export function waysLines(cases: readonly CaseRecord[], columns: number): string[] {
  const ways = wayCounts(cases);
  if (ways.length < 2 || ways.every(({ bad }) => bad === 0)) return [];
  const lines = ways.map(({ name, good, bad, open, ends, first }) => {
    const known = open === 0 ? "" : `, not known at ${open}`;
    const not = bad === 0 ? "" : `, not at ${bad} (${ends}, first at ${first})`;
    return wrap(`${name}: works at ${good}${not}${known}`, "  ", columns);
  });
  return ["Ways out:", ...lines];
}

/** Counts what came of each way that was tried, in the order in which they came first. */
export function wayCounts(cases: readonly CaseRecord[]): WayCounts[] {
  const tried = cases.flatMap(({ id, ways = [] }) => ways.map((each) => ({ ...each, id })));
  const names = [...new Set(tried.map(({ way }) => way))];
  return names.map((name) => {
    const some = tried.filter(({ way }) => way === name);
    const open = some.filter(({ end }) => end === unread);
    const bad = some.filter(({ end }) => !goodEnds.includes(end) && end !== unread);
    const ends = [...countBy(bad, ({ end }) => end)].map(([end, count]) => `${count} x ${end}`);
    const first = bad[0] === undefined ? "-" : (/:([^:@]+)@/.exec(bad[0].id)?.[1] ?? bad[0].id);
    return {
      ...{ name: short(name), bad: bad.length, open: open.length, first },
      good: some.length - bad.length - open.length,
      ends: ends.join(", ") || "-",
    };
  });
}
