import type { ByteExcerpt, ExcerptRow } from "../../../model/map/byte-excerpt.js";
import { h, type Content } from "../nodes.js";
import { counted } from "../words.js";

/** Other bytes than an uninterrupted run leaves, in hex; each that differs is marked. */
export function excerptTables(excerpts: readonly ByteExcerpt[]): Content {
  if (excerpts.length === 0) return undefined;
  return h(
    "details.bytes",
    { open: true },
    h("summary", "Bytes that differ from an uninterrupted run"),
    excerpts.map(excerptTable),
  );
}

function excerptTable({ place, rows, moreRows }: ByteExcerpt) {
  return h(
    "div.scroll",
    h(
      "table",
      h("caption", place, moreRows > 0 ? h("span", ` and ${counted(moreRows, "more row")}`) : ""),
      h(
        "thead",
        h(
          "tr",
          ["Offset", "Expected", "Found"].map((name) => h("th", name)),
        ),
      ),
      h("tbody", rows.map(excerptRow)),
    ),
  );
}

function excerptRow({ offsetBytes, expected, found }: ExcerptRow) {
  return h(
    "tr",
    h("th.number", h("code", `0x${offsetBytes.toString(16)}`)),
    h("td", h("code", hexOf(expected, found))),
    h("td", h("code", hexOf(found, expected))),
  );
}

/** Bytes in hex, with those marked that the other side has not. */
function hexOf(row: string, other: string): Content[] {
  const bytes = row.match(/../g) ?? ["none"];
  return bytes.flatMap((byte, index) => {
    const isSame = byte === other.slice(2 * index, 2 * index + 2);
    return [index > 0 ? " " : "", isSame ? byte : h("mark", byte)];
  });
}
