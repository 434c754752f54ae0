import { plainText } from "../../../model/findings/plain-text.js";
import type { CaseRecord, UndecidedRecord } from "../../../store/records.js";
import { tableOf } from "../charts/figure.js";
import { h, type Element } from "../nodes.js";
import { counted } from "../words.js";

const mostReasons = 50;

/** Cases of which nothing can be said, by reason; reasons that differ in numbers only are one. */
export function undecidedCases(cases: readonly CaseRecord[]): Element | undefined {
  const open = cases.filter((each): each is UndecidedRecord => each.verdict === "undecided");
  if (open.length === 0) return undefined;
  const kinds = new Map<string, { readonly first: UndecidedRecord; count: number }>();
  for (const record of open) {
    const kind = plainText(record.reason);
    const some = kinds.get(kind) ?? { first: record, count: 0 };
    kinds.set(kind, some);
    some.count += 1;
  }
  const more = kinds.size - mostReasons;
  return h(
    "details.undecided-cases",
    { open: true },
    h("summary", `Undecided: ${counted(open.length, "case")}`),
    tableOf("undecided cases", {
      headings: ["reason", "cases", "first"],
      rows: [...kinds.values()]
        .toSorted((one, other) => other.count - one.count)
        .slice(0, mostReasons)
        .map(({ first, count }) => [first.reason, count, first.id]),
      note: more > 0 ? `And ${counted(more, "more reason")}: see cases.jsonl.` : undefined,
    }),
  );
}
