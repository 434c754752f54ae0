import type { ByteSource } from "./byte-source.js";
import { gptCensus } from "./gpt/census.js";
import { readTable, type PartitionTable } from "./partition-table.js";

/** A disk's layout for people: the state of its table, then a line a partition, in disk order. */
export function layoutLines(disk: ByteSource): string[] {
  const table = readTable(disk);
  const entries = [...table.entries].sort((a, b) => a.startingLba - b.startingLba);
  const mebibytes = (sectorCount: number) =>
    `${((sectorCount * table.sectorBytes) / 2 ** 20).toFixed(1)} MiB`;
  return [
    labelLine(table),
    ...entries.map(({ number, startingLba, endingLba, name }) => {
      const lbas = `LBA ${startingLba} to ${endingLba}`;
      const size = mebibytes(endingLba - startingLba + 1);
      return `${String(number).padStart(3)}  ${lbas.padEnd(24)} ${size.padStart(11)}  ${name}`;
    }),
  ];
}

function labelLine({ gpt, dos, label }: PartitionTable): string {
  if (label === "gpt") return `GPT: ${gptCensus(gpt).state}`;
  if (dos === undefined) return "no partition table";
  return `MBR: ${dos.problems.length === 0 ? "clean" : dos.problems.join("; ")}`;
}
