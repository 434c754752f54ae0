import { crashModels } from "../../model/trace.js";
import type { CaseRecord, CutRecord } from "../../store/records.js";
import { formatTable, numeric } from "./table.js";
import { countBy } from "../../model/count-by.js";
import { landedIn, share } from "../words.js";

/**
 * The table of kills by step. Each of `steps` has its row, also with no kill; steps that only the
 * cases know stand below them.
 */
export function killsByStep(cases: readonly CaseRecord[], steps: readonly string[]): string {
  const cuts = cases.flatMap((each) => each.cuts);
  const landedCount = landedIn(cases).length;
  const row = (name: string, some: readonly CutRecord[]): string[] => {
    const count = (landed: CutRecord["landed"]) =>
      some.filter((cut) => cut.landed === landed).length;
    const landed = count("landed");
    const others = [count("early"), count("late"), count("missed")].map(String);
    return [name, String(landed), share(landed, landedCount), ...others];
  };
  const names = new Set([...steps, ...cuts.map(({ step }) => step)]);
  return formatTable(
    [{ heading: "step" }, ...["kills landed", "share", "early", "late", "missed"].map(numeric)],
    [...names].map((name) =>
      row(
        name,
        cuts.filter(({ step }) => step === name),
      ),
    ),
    row("total", cuts),
  );
}

/** Verdicts of each crash model: their results are never mixed. Empty when there is one model. */
export function verdictsByModel(cases: readonly CaseRecord[]): string | undefined {
  const models = countBy(cases, ({ model }) => model);
  if (models.size < 2) return undefined;
  const columns = [
    { heading: "model" },
    ...["cases", "held", "violated", "known", "undecided"].map(numeric),
  ];
  const rows = crashModels.flatMap((model) => {
    const some = cases.filter((each) => each.model === model);
    if (some.length === 0) return [];
    const count = (holds: (record: CaseRecord) => boolean) => String(some.filter(holds).length);
    return [
      [
        model,
        String(some.length),
        count(({ verdict }) => verdict === "held"),
        count(({ verdict, known }) => verdict === "violated" && !known),
        count(({ verdict, known }) => verdict === "violated" && known),
        count(({ verdict }) => verdict === "undecided"),
      ],
    ];
  });
  return formatTable(columns, rows);
}
