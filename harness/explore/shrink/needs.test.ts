import { test } from "uvu";
import * as assert from "uvu/assert";
import { parseCut } from "../../model/cut-text.js";
import type { Device } from "../../model/power.js";
import type { LossContext } from "./loss-needs.js";
import { whatItNeeds } from "./needs.js";

const devices: Device[] = [
  { name: "volatile", about: "", atomicBytes: 512, ordered: false, trashOnTear: true },
];

/** Flushed after write 10; writes of 2,048 bytes; seeded subsets lose writes 12 and 13. */
const unnamed: LossContext = {
  devices,
  cachedAt: ({ writes }) =>
    Array.from({ length: writes - 10 }, (_, index) => ({
      number: index + 11,
      offsetBytes: index * 2048,
      lengthBytes: 2048,
    })),
  lostPieces: () => [{ write: 12 }, { write: 13 }],
  nameOf: () => undefined,
};

const names = new Map([
  [11, "P1: data"],
  [12, "primary entries"],
  [13, "primary entries"],
  [14, "primary header"],
]);
const named: LossContext = { ...unnamed, nameOf: (write) => names.get(write) };

function needs(text: string, context: LossContext): string {
  const cuts = text.split(",").map((word) => {
    const cut = parseCut(word);
    if (cut === undefined) throw new Error(`not a cut: ${word}`);
    return cut;
  });
  const { text: told, missesFlush } = whatItNeeds(cuts, context);
  assert.is(missesFlush, told.includes("a flush is missing"));
  return told;
}

for (const [cuts, expected] of [
  ["w523", "only a kill (after write 523)"],
  ["w0", "only a kill (before the first write)"],
  ["l4", "only a kill (when line 4 had been printed)"],
  ["i42", "only ctrl-C (after write 42)"],
  ["i42.term", "only SIGTERM (after write 42)"],
  ["i42+3", "only ctrl-C twice (after write 42, and 3 writes later)"],
  ["i42+1.hup", "only SIGHUP twice (after write 42, and 1 write later)"],
  [
    "w523,i3",
    "2 crashes, the second in the resume of the first: a kill after write 523; then ctrl-C " +
      "after write 3",
  ],
  [
    "w523,l4",
    "2 kills, the second in the resume of the first (after write 523, then when line 4 " +
      "had been printed)",
  ],
  [
    "w523,w3,w1",
    "3 kills, each in the resume of the one before (after write 523, then after write 3, " +
      "then after write 1)",
  ],
  ["w81+100", "a torn write: 100 bytes of write 82 landed"],
  ["w81+1", "a torn write: 1 byte of write 82 landed"],
  [
    "w523,w81+100",
    "2 crashes, the second in the resume of the first: a kill after write 523; then a " +
      "torn write: 100 bytes of write 82 landed",
  ],
  [
    "p14.volatile.x12",
    "writes 12 and 14 reordered: a flush is missing between them (device volatile)",
  ],
  [
    "p14.volatile.x12,p20.volatile.x12",
    "2 crashes, the second in the resume of the first: writes 12 and 14 reordered: a " +
      "flush is missing between them (device volatile); then a power loss after write 20 " +
      "(device volatile)",
  ],
  [
    "p18.volatile.x12.14.16",
    "writes 12, 14 and 16 lost, write 18 landed: a flush is missing between them (device volatile)",
  ],
  [
    "p14.volatile.o14",
    "writes 11 to 13 lost, write 14 landed: a flush is missing between them (device volatile)",
  ],
  [
    "p14.volatile.s1",
    "writes 12 and 13 lost, write 14 landed: a flush is missing between them (device volatile)",
  ],
  [
    "p16e.volatile.x12",
    "write 12 lost, writes 13 to 16 landed: a flush is missing between them (device volatile)",
  ],
  [
    "p14.volatile.x12-14",
    "writes 12 to 14 never reached the disk: the device lost what was not flushed (device " +
      "volatile)",
  ],
  [
    "p14e.volatile.x12-14",
    "writes 12 to 14 never reached the disk: no flush follows them before the target says " +
      "that it is done (device volatile)",
  ],
  [
    "p14e.volatile.x14",
    "write 14 never reached the disk: no flush follows it before the target says that it " +
      "is done (device volatile)",
  ],
  [
    "p14.volatile.x12+0-512.13-14",
    "a torn write on a device that keeps only blocks of 512 bytes whole: 1536 of 2048 " +
      "bytes of write 12 landed; writes 13 and 14 never reached the disk: the device lost " +
      "what was not flushed (device volatile)",
  ],
  [
    "p14.volatile.x12+0-512.12+1024-1536",
    "a torn write on a device that keeps only blocks of 512 bytes whole: 1024 of 2048 " +
      "bytes of write 12 landed; write 14 landed all the same: a flush is missing between " +
      "them (device volatile)",
  ],
  [
    "p14.volatile.x14+0-512",
    "a torn write on a device that keeps only blocks of 512 bytes whole: 1536 of 2048 " +
      "bytes of write 14 landed (device volatile)",
  ],
  ["p14.other.x14+0-512", "a torn write: 1536 of 2048 bytes of write 14 landed (device other)"],
  [
    "p14.volatile.t14+0-512",
    "garbage in bytes 0 to 511 of write 14: the device was writing there when the power " +
      "went (device volatile)",
  ],
  ["p14e.volatile", "a power loss that lost nothing, after write 14 (device volatile)"],
  [
    "p40.volatile.x12.14.16.18.20.22",
    "writes 12, 14, 16 and 3 more lost, write 40 landed: a flush is missing between them " +
      "(device volatile)",
  ],
] as const) {
  test(`${cuts} needs: ${expected}`, () => assert.is(needs(cuts, unnamed), expected));
}

for (const [cuts, expected] of [
  ["w14", "only a kill (after write 14, primary header)"],
  ["i14", "only ctrl-C (after write 14, primary header)"],
  ["w13+100", "a torn write: 100 bytes of write 14 (primary header) landed"],
  [
    "p14.volatile.x12",
    "write 12 (primary entries) lost, write 14 (primary header) landed: a flush is " +
      "missing between them (device volatile)",
  ],
  [
    "p14.volatile.o14",
    "writes 11 to 13 (P1: data and primary entries) lost, write 14 (primary header) " +
      "landed: a flush is missing between them (device volatile)",
  ],
  [
    "w523,w14",
    "2 kills, the second in the resume of the first (after write 523, then after write 14)",
  ],
] as const) {
  test(`with names, ${cuts} needs: ${expected}`, () => assert.is(needs(cuts, named), expected));
}

test.run();
