import type { ByteSource } from "../../layout/byte-source.js";
import {
  excerptRowBytes,
  type ByteExcerpt,
  type ExcerptRow,
} from "../../model/map/byte-excerpt.js";
import { goldenPage, goldenPageBytes, type Golden } from "../golden.js";
import { maskOf, type ByteMask } from "./equal-to-golden.js";

const [mostPlaces, rowsOfPlace, mostPages] = [6, 4, 4096];

/**
 * Where a disk has other bytes than the first uninterrupted run has left, in rows of hex: of each
 * place the first few, masked bytes aside. `changedPages` are those in which it may differ from
 * the base; `nameAt` names the place of a byte. Only so many pages are looked at.
 */
export function byteExcerpts(
  golden: Golden,
  base: ByteSource,
  disk: ByteSource,
  changedPages: readonly number[],
  nameAt: (offsetBytes: number) => string,
): ByteExcerpt[] {
  const isMasked = maskOf(golden, base);
  const pages = [...new Set([...changedPages, ...golden.runs[0].changedPages.keys()])];
  const rows = pages
    .sort((one, other) => one - other)
    .slice(0, mostPages)
    .flatMap((page) => {
      const expected = goldenPage(golden, base, page);
      const found = disk.read(page * goldenPageBytes, expected.length);
      if (found.equals(expected)) return [];
      return rowsOf(page, expected, found, isMasked);
    });
  const byPlace = new Map<string, ExcerptRow[]>();
  for (const row of rows) {
    const place = nameAt(row.offsetBytes);
    const known = byPlace.get(place);
    if (known === undefined) byPlace.set(place, [row]);
    else known.push(row);
  }
  return [...byPlace].slice(0, mostPlaces).map(([place, all]) => ({
    place,
    rows: all.slice(0, rowsOfPlace),
    moreRows: Math.max(0, all.length - rowsOfPlace),
  }));
}

function rowsOf(page: number, expected: Buffer, found: Buffer, isMasked: ByteMask): ExcerptRow[] {
  const rows: ExcerptRow[] = [];
  for (let start = 0; start < expected.length; start += excerptRowBytes) {
    const [wanted, there] = [expected, found].map((bytes) =>
      bytes.subarray(start, start + excerptRowBytes),
    ) as [Buffer, Buffer];
    const differs = wanted.some(
      (byte, index) => byte !== there[index] && !isMasked(page, start + index),
    );
    if (!differs) continue;
    const offsetBytes = page * goldenPageBytes + start;
    rows.push({ offsetBytes, expected: wanted.toString("hex"), found: there.toString("hex") });
  }
  return rows;
}
