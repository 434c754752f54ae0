import type { CaseRecord } from "../store/records.js";
import { formatTable, numeric } from "./table.js";
import { countBy } from "./words.js";

/** Ends at which a user has a disk that is whole, and knows how things stand. */
const goodEnds = ["recovered", "refused", "undone", "finished", "whole"];

/** Bytes that nobody can read. */
const unread = "unread";

const mostLetters = 60;

/** A resume of the user's own may be a long line. */
function short(name: string): string {
  return name.length > mostLetters ? `${name.slice(0, mostLetters - 3)}...` : name;
}

/**
 * Which way out works from where: a row for each way that was tried, how often it works, and at
 * which point it first does not. Undefined where there is but one.
 */
export function waysTable(cases: readonly CaseRecord[]): string | undefined {
  const tried = cases.flatMap(({ id, ways = [] }) => ways.map((each) => ({ ...each, id })));
  const names = [...new Set(tried.map(({ way }) => way))];
  if (names.length < 2) return undefined;
  const columns = [
    { heading: "way out" },
    ...["works", "does not", "not known"].map(numeric),
    { heading: "how it ends where it does not" },
    { heading: "first at" },
  ];
  const rows = names.map((name) => {
    const some = tried.filter(({ way }) => way === name);
    const good = some.filter(({ end }) => goodEnds.includes(end));
    const open = some.filter(({ end }) => end === unread);
    const bad = some.filter(({ end }) => !goodEnds.includes(end) && end !== unread);
    const ends = [...countBy(bad, ({ end }) => end)].map(([end, count]) => `${count} x ${end}`);
    const first = bad[0] === undefined ? "-" : (/:([^:@]+)@/.exec(bad[0].id)?.[1] ?? bad[0].id);
    const counts = [good, bad, open].map((each) => String(each.length));
    return [short(name), ...counts, ends.join(", ") || "-", first];
  });
  return formatTable(columns, rows);
}
