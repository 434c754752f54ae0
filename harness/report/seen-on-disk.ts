import type { CaseRecord, CensusRecord, CutRecord } from "../store/records.js";
import { formatTable, numeric } from "./tables/table.js";
import { countBy } from "../model/count-by.js";
import { landedIn, share } from "./words.js";

const noGpt = "no GPT";
/** States of a GPT, from whole to none, as records name them. */
export const gptStateNames = [
  "clean",
  "copies differ",
  "primary invalid",
  "backup invalid",
  "both invalid",
  noGpt,
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

/** Words of one line on what a crash has left of the GPT. None where there is none to tell of. */
export function gptWords({ disk, landed }: CutRecord): string[] {
  if (disk === undefined || landed !== "landed" || disk.census.state === noGpt) return [];
  return [`GPT ${disk.census.state}`];
}

/** The lines on what a crash has left on the disk. None where the medium is no disk. */
export function diskLines({ disk }: CutRecord): string[] {
  if (disk === undefined) return [];
  const { census, destinations } = disk;
  const copies = destinations.map((each) => `${each.partition} ${each.state}`).join(", ");
  return [
    `on the disk: GPT "${census.state}", entry-array CRC of the primary ` +
      `${goodOrWrong(census.primaryEntriesCrc)}, of the backup ` +
      goodOrWrong(census.backupEntriesCrc),
    ...(copies === "" ? [] : [`copy destinations: ${copies}`]),
  ];
}

/** The tables of what was seen of disks, by their headings. */
export function diskTables(cases: readonly CaseRecord[]): Record<string, string | undefined> {
  return {
    "GPT states after a kill": gptStates(cases),
    "Copy destinations after a kill": destinationStates(cases),
  };
}

/** The table of GPT states by kind, over all kills that landed. None where no disk had a GPT. */
export function gptStates(cases: readonly CaseRecord[]): string | undefined {
  const cuts = landedIn(cases);
  if (cuts.length > 0 && !cuts.some(hasGpt)) return undefined;
  const censuses = cuts.flatMap(({ disk }) => disk?.census ?? []);
  const row = (name: string, count: number) => [name, String(count), share(count, censuses.length)];
  const states = countBy(censuses, ({ state }) => state);
  const names = new Set([...gptStateNames, ...states.keys()]);
  const columns = [{ heading: "GPT after a kill" }, ...["kills", "share"].map(numeric)];
  const stateRows = [...names].map((name) => row(name, states.get(name) ?? 0));
  const faultRows = gptFaults.map(([name, holds]) => row(name, censuses.filter(holds).length));
  return [
    formatTable(columns, stateRows, row("total", censuses.length)),
    "",
    formatTable([{ heading: "of these" }, ...["kills", "share"].map(numeric)], faultRows),
    "Entries that no valid header points at can't be checked: they count as wrong, and differ.",
  ].join("\n");
}

/** How far the copy into each destination had come, at kills that landed. If there is one. */
export function destinationStates(cases: readonly CaseRecord[]): string | undefined {
  const states = landedIn(cases).flatMap(({ disk }) => disk?.destinations ?? []);
  if (states.length === 0) return undefined;
  const names = new Set(states.map(({ partition }) => partition));
  return formatTable(
    [{ heading: "copy destination" }, ...["empty", "partial", "complete"].map(numeric)],
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

function hasGpt({ disk }: CutRecord): boolean {
  return disk !== undefined && disk.census.state !== noGpt;
}

function goodOrWrong(valid: boolean): string {
  return valid ? "good" : "wrong";
}
