import type { ByteSource } from "./byte-source.js";
import { gptCensus } from "./gpt/census.js";
import { partitionsOf, readGpt } from "./gpt/gpt.js";

/** A disk's layout for people: the state of its GPT, then a line a partition, in disk order. */
export function layoutLines(disk: ByteSource): string[] {
  const gpt = readGpt(disk);
  const entries = [...partitionsOf(gpt)].sort((a, b) => a.startingLba - b.startingLba);
  const mebibytes = (sectorCount: number) =>
    `${((sectorCount * gpt.sectorBytes) / 2 ** 20).toFixed(1)} MiB`;
  return [
    `GPT: ${gptCensus(gpt).state}`,
    ...entries.map(({ number, startingLba, endingLba, name }) => {
      const lbas = `LBA ${startingLba} to ${endingLba}`;
      const size = mebibytes(endingLba - startingLba + 1);
      return `${String(number).padStart(3)}  ${lbas.padEnd(24)} ${size.padStart(11)}  ${name}`;
    }),
  ];
}
