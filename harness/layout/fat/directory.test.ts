import { test } from "uvu";
import * as assert from "uvu/assert";
import { decodeDirectory } from "./directory.js";
import { shortNameSum } from "./short-name.js";

interface SlotOptions {
  readonly attributes?: number;
  readonly caseFlags?: number;
}

function shortSlot(name: string, { attributes = 0x20, caseFlags = 0 }: SlotOptions = {}): Buffer {
  const slot = Buffer.alloc(32);
  slot.write(name.padEnd(11), "latin1");
  slot.writeUInt8(attributes, 11);
  slot.writeUInt8(caseFlags, 12);
  return slot;
}

/** The slots of a long name, and the short name behind them. */
function longSlots(text: string, short: Buffer, sum = shortNameSum(short)): Buffer[] {
  const count = Math.ceil(text.length / 13);
  const padded = text.length % 13 === 0 ? text : `${text}\0`.padEnd(count * 13, "\uffff");
  const slots = Array.from({ length: count }, (_, index) => {
    const units = Buffer.from(padded.slice(index * 13, index * 13 + 13), "utf16le");
    const slot = Buffer.alloc(32);
    slot.writeUInt8(index + 1 + (index + 1 === count ? 0x40 : 0), 0);
    slot.writeUInt8(0x0f, 11);
    slot.writeUInt8(sum, 13);
    units.copy(slot, 1, 0, 10);
    units.copy(slot, 14, 10, 22);
    units.copy(slot, 28, 22, 26);
    return slot;
  });
  return [...slots.reverse(), short];
}

const decode = (slots: readonly Buffer[]) => decodeDirectory(Buffer.concat(slots), "fat32");
const namesOf = (slots: readonly Buffer[]) => decode(slots).entries.map(({ name }) => name);

test("joins long names, also full ones and pairs of surrogates", () => {
  const texts = ["a", "exactly 13 ch", "🚀 across the slots 🚀", "x".repeat(255)];
  const slots = texts.map((text, index) => longSlots(text, shortSlot(`SHORT~${index}`)));
  assert.equal(namesOf(slots.flat()), texts);
});

test("passes over a long name that belongs to another short name", () => {
  const short = shortSlot("ALONE   TXT");
  const [last, first] = longSlots("in two slots.txt", short);
  const deleted = Buffer.from(short).fill(0xe5, 0, 1);
  const label = shortSlot("LABEL", { attributes: 0x08 });
  if (last === undefined || first === undefined) throw new Error("expected two slots");
  const torn: Buffer[][] = [
    longSlots("other sum.txt", short, shortNameSum(short) ^ 1),
    [last, short],
    [first, short],
    [first, last, short],
    [Buffer.from(last).fill(0, 13, 14), first, short],
    [last, last, first, first, short],
    [last, deleted, first, short],
    [last, first, deleted, short],
    [last, first, label, short],
  ];
  for (const slots of torn) assert.equal(namesOf(slots), ["ALONE.TXT"]);
  assert.equal(namesOf([last, last, first, short]), ["in two slots.txt"]);
});

test("reads short names: case flags, code page 850 and the stand-in for 0xE5", () => {
  assert.equal(namesOf([shortSlot("README  TXT", { caseFlags: 0x18 })]), ["readme.txt"]);
  assert.equal(namesOf([shortSlot("README  TXT", { caseFlags: 0x10 })]), ["README.txt"]);
  assert.equal(namesOf([shortSlot("\x05\x90 A")]), ["ÕÉ A"]);
  assert.equal(namesOf([shortSlot("\x90", { caseFlags: 0x08 })]), ["é"]);
});

test("stops at the end mark and takes the first label", () => {
  const label = shortSlot("MY LABEL", { attributes: 0x08 });
  const other = shortSlot("OTHER", { attributes: 0x28 });
  const reading = decode([label, other, shortSlot("A"), Buffer.alloc(32), shortSlot("B")]);
  assert.is(reading.label, "MY LABEL");
  assert.equal(
    reading.entries.map(({ name }) => name),
    ["A"],
  );
});

test("passes over names that no path can hold and names that are there twice", () => {
  const refused = [
    [[shortSlot("A/B")], 'entry[1]: "A/B" is not a file name'],
    [[shortSlot("")], 'entry[1]: "" is not a file name'],
    [longSlots("..", shortSlot("DOTS")), 'entry[2]: ".." is not a file name'],
    [longSlots("a/b", shortSlot("SLASH")), 'entry[2]: "a/b" is not a file name'],
    [longSlots("same", shortSlot("SAME~1")), 'entry[2]: "same" is there twice'],
  ] as const;
  for (const [slots, problem] of refused) {
    const all = [shortSlot("SAME"), ...slots, shortSlot("LAST"), shortSlot("A/B")];
    assert.is(decode(all).problem, problem);
    assert.equal(namesOf(all), ["SAME", "LAST"]);
  }
  assert.is(decode([shortSlot("SAME")]).problem, undefined);
});

test("leaves out a stamp that is no time", () => {
  const slot = shortSlot("A");
  assert.is(decode([slot]).entries[0]?.modifiedSeconds, undefined);
  slot.writeUInt16LE((20 << 9) | (2 << 5) | 29, 24);
  slot.writeUInt16LE((23 << 11) | (59 << 5) | 29, 22);
  const expected = Date.UTC(2000, 1, 29, 23, 59, 58) / 1000;
  assert.is(decode([slot]).entries[0]?.modifiedSeconds, expected);
});

test.run();
