import { crashModels } from "../model/trace.js";
import type { CaseRecord, CensusRecord, CutRecord } from "../store/records.js";
import { formatTable } from "./table.js";
import { countBy, landedIn, share } from "./words.js";

const gptStateNames = [
  "clean",
  "copies differ",
  "primary invalid",
  "backup invalid",
  "both invalid",
  "no GPT",
];

const gptFaults: readonly (readonly [string, (census: CensusRecord) => boolean])[] = [
  ["primary header CRC wrong", (census) => !census.primaryHeaderCrc],
  ["primary entries CRC wrong", (census) => !census.primaryEntriesCrc],
  ["backup header CRC wrong", (census) => !census.backupHeaderCrc],
  ["backup entries CRC wrong", (census) => !census.backupEntriesCrc],
  ["entries differ", (census) => !census.entriesEqual],
  ["entries outside the disk", (census) => !census.entriesInsideDisk],
  ["entries overlap", (census) => census.entriesOverlap],
];

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
    [{ heading: "step" }, ...["kills landed", "share", "early", "late", "missed"].map(number)],
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
    ...["cases", "held", "violated", "known", "undecided"].map(number),
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

/** The table of GPT states by kind, over all kills that landed. None where no disk had a GPT. */
export function gptStates(cases: readonly CaseRecord[]): string | undefined {
  const censuses = landedIn(cases).map(({ census }) => census);
  if (censuses.length > 0 && censuses.every(({ state }) => state === "no GPT")) return undefined;
  const row = (name: string, count: number) => [name, String(count), share(count, censuses.length)];
  const states = countBy(censuses, ({ state }) => state);
  const names = new Set([...gptStateNames, ...states.keys()]);
  const columns = [{ heading: "GPT after a kill" }, ...["kills", "share"].map(number)];
  const stateRows = [...names].map((name) => row(name, states.get(name) ?? 0));
  const faultRows = gptFaults.map(([name, holds]) => row(name, censuses.filter(holds).length));
  return [
    formatTable(columns, stateRows, row("total", censuses.length)),
    "",
    formatTable([{ heading: "of these" }, ...["kills", "share"].map(number)], faultRows),
    "Entries that no valid header points at can't be checked: they count as wrong, and differ.",
  ].join("\n");
}

/** How far the copy into each destination had come, at kills that landed. If there is one. */
export function destinationStates(cases: readonly CaseRecord[]): string | undefined {
  const states = landedIn(cases).flatMap(({ destinations }) => destinations);
  if (states.length === 0) return undefined;
  const names = new Set(states.map(({ partition }) => partition));
  return formatTable(
    [{ heading: "copy destination" }, ...["empty", "partial", "complete"].map(number)],
    [...names].map((name) => {
      const counts = countBy(
        states.filter(({ partition }) => partition === name),
        ({ state }) => state,
      );
      return [
        name,
        ...["empty", "partial", "complete"].map((state) => `${counts.get(state) ?? 0}`),
      ];
    }),
  );
}

function number(heading: string) {
  return { heading, numeric: true };
}
