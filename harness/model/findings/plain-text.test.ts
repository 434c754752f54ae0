import fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { plainText } from "./plain-text.js";

/** Texts of real findings and tools, in pairs that say the same. */
const same: readonly (readonly [string, string])[] = [
  ["disk size: expected 2490368, found 1017104", "disk size: expected 64, found -1"],
  ["1 of 76 files with other content (/b1)", "12 of 76 files with other content (/b1, /b4, ...)"],
  ["1 sector is zeros now", "44 sectors are zeros now"],
  [
    "2026/11/27 22:47:45 integrity check failed for source partition 9",
    "2026/11/28 00:26:41 integrity check failed for source partition 9",
  ],
  ["Fri Nov 27 22:47:45 2026: failed", "Sat May  2 01:00:00 2027: failed"],
  ["e2fsck: can't open /tmp/tmp.aBcDeF/disk.img", "e2fsck: can't open /var/tmp/x1/d"],
  ["left behind: tmp.kQxZpA", "left behind: tmp.oPqRsT"],
  ["left behind: resize-a8Ks92", "left behind: resize-Pq7x0Z"],
  [
    "PartitionGUID a0b1c2d3-0000-4000-8000-00000000000a",
    "PartitionGUID 0F63DAC4-8483-4772-8E79-3D69D8477DE4",
  ],
  ["a hash 79df00a1 at 0x1f", "a hash c5140bb9 at 0xffff8881"],
  ["block 19 of P3 differs", "block 20 of P9 differs"],
  ["process 4711 goes on", "process 8 goes on"],
  ["\u001b[31mfatal\u001b[0m: inode 12", "fatal: inode 99"],
  ["a table block at 4755267388340426000 has 7,760 bytes", "a table block at 6 has 0 bytes"],
  ["/b1 is missing, /b2 is missing, and 4 more", "/b2 is missing"],
];

/** And in pairs that do not. */
const other: readonly (readonly [string, string])[] = [
  ["1 of 76 files with other content (/b1)", "1 of 76 files gone (/b1)"],
  ["cannot be decompressed (incorrect header check)", "a table block at 9 has 0 bytes"],
  ["it is stuck until e2fsck -fy is run", "it is stuck until e2fsck -p is run"],
  ["the CRC of the entry array wrong", "the CRC of the header wrong"],
  ["BootCode: expected 0", "OSType: expected 0"],
  ["its ext4 can't be read", "its fat16 can't be read"],
];

test("what changes from run to run does not count", () => {
  for (const [one, two] of same) assert.is(plainText(one), plainText(two));
});

test("what is said does count", () => {
  for (const [one, two] of other) assert.is.not(plainText(one), plainText(two));
});

test("frozen: words stay, and what has changed can be seen", () => {
  assert.is(
    plainText(
      "command 1 exited with 1, saying: Please run 'e2fsck -f /dev/shm/alt/disk.img' first.",
    ),
    "command # exited with #, saying: Please run 'e2fsck -f PATH' first.",
  );
  assert.is(
    plainText("expected squashfs, found none that is known"),
    "expected squashfs, found none that is known",
  );
});

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const number = fc.nat().map(String);

test("whatever the numbers are, a text says the same", () => {
  const parts = fc.array(fc.tuple(word, number, number), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(parts, (all) => {
      const text = (pick: 1 | 2) => all.map((each) => `${each[0]} ${each[pick]}`).join(": ");
      assert.is(plainText(text(1)), plainText(text(2)));
    }),
  );
});

test("whatever a path or a temporary name is, a text says the same", () => {
  const name = fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/);
  const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((all) => `/${all.join("/")}`);
  fc.assert(
    fc.property(path, path, word, (one, two, before) => {
      assert.is(plainText(`${before} ${one}`), plainText(`${before} ${two}`));
    }),
  );
});

test("a plain text is left as it is, whatever text it comes from", () => {
  const pieces = [
    "PATH",
    "TEMPORARY",
    "#",
    "/",
    "tmp",
    "-",
    ".",
    "7",
    "are",
    ", ",
    " ",
    "s",
    "...",
  ];
  const any = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(fc.constantFrom(...pieces)).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(any, (text) => {
      assert.is(plainText(plainText(text)), plainText(text));
    }),
    { numRuns: 2000 },
  );
});

test.run();
