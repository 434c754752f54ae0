import type { Field } from "../fields.js";
import { slotBytes, slotsStart } from "./slots.js";

/** Why CHS addresses mean nothing: each field that holds one is marked with it. */
const chsIsObsolete =
  "UEFI firmware shall not use it, Linux does not read it, and no disk of today is reached by " +
  "it; tools write there what they like, or leave what was there";

/** What the fields of one slot do. */
interface SlotEffects {
  readonly BootIndicator: string;
  readonly OSType: string;
  readonly StartingLBA: string;
  readonly SizeInLBA: string;
}

const partition: SlotEffects = {
  BootIndicator: "which partition a BIOS boots",
  OSType: "what the partition is for; 0 is an unused slot",
  StartingLBA: "where the partition begins",
  SizeInLBA: "how long the partition is",
};
const link: SlotEffects = {
  BootIndicator: "nobody boots an extended boot record, but Linux refuses one with odd bits here",
  OSType: "whether the chain goes on; 0 ends it",
  StartingLBA: "where the next extended boot record is looked for",
  SizeInLBA: "0 ends the chain",
};
const protective: SlotEffects = {
  BootIndicator: "some BIOSes boot only a disk that has 0x80 in a record",
  OSType: "0xEE keeps tools that know no GPT off the disk, and tells others that there is one",
  StartingLBA: "where the GPT begins; readers expect 1 in the record of type 0xEE",
  SizeInLBA: "how much of the disk is kept from tools that know no GPT",
};

/** UEFI specification 2.10, table 5-1: legacy MBR. */
export const mbrFields: readonly Field[] = bootRecord("slot", [
  partition,
  partition,
  partition,
  partition,
]);

/** Its first slot is a partition, its second the next record; others are to be empty. */
export const extendedRecordFields: readonly Field[] = bootRecord("slot", [
  partition,
  link,
  partition,
  partition,
]);

/** UEFI specification 2.10, table 5-3: protective MBR. It fills a block. */
export function protectiveMbrFields(sectorBytes: number): readonly Field[] {
  const fields = bootRecord("partition record", [protective, protective, protective, protective]);
  if (sectorBytes === 512) return fields;
  return [
    ...fields,
    {
      name: "Reserved",
      offsetBytes: 512,
      lengthBytes: sectorBytes - 512,
      kind: "bytes",
      effect: "must be zero",
    },
  ];
}

function bootRecord(noun: string, slots: readonly SlotEffects[]): Field[] {
  const common: readonly [string, number, number, Field["kind"], string][] = [
    ["BootCode", 0, 440, "bytes", "what a BIOS runs"],
    ["UniqueMBRDiskSignature", 440, 4, "hex", "the identity of the disk, and of its partitions"],
    ["Unknown", 444, 2, "hex", "0x5a5a is read as a mark of a disk that may not be copied"],
    ["Signature", 510, 2, "hex", "without 0xaa55 there is no table"],
  ];
  const named = common.map(([name, offsetBytes, lengthBytes, kind, effect]) => {
    return { name, offsetBytes, lengthBytes, kind, effect };
  });
  return [...named, ...slots.flatMap((each, index) => slotFields(noun, index, each))];
}

/** UEFI specification 2.10, tables 5-2 and 5-4: partition records of either MBR. */
function slotFields(noun: string, index: number, effects: SlotEffects): Field[] {
  const at = slotsStart + index * slotBytes;
  const path = (name: string) => `${noun} ${index + 1}: ${name}`;
  const of = (name: keyof SlotEffects, inside: number, lengthBytes: number): Field => {
    const kind = lengthBytes === 1 ? "hex" : "number";
    const place = { offsetBytes: at + inside, lengthBytes };
    return { name: path(name), ...place, kind, effect: effects[name] };
  };
  const chs = (name: string, inside: number): Field => {
    const place = { offsetBytes: at + inside, lengthBytes: 3 };
    return { name: path(name), ...place, kind: "CHS", effect: "nothing", ignored: chsIsObsolete };
  };
  return [
    of("BootIndicator", 0, 1),
    chs("StartingCHS", 1),
    of("OSType", 4, 1),
    chs("EndingCHS", 5),
    of("StartingLBA", 8, 4),
    of("SizeInLBA", 12, 4),
  ];
}
