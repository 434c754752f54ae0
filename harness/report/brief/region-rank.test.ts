import { test } from "uvu";
import * as assert from "uvu/assert";
import { regionRank } from "./region-rank.js";

test("tables tell most, then superblocks, other metadata, data, and the rest", () => {
  const ranks: readonly (readonly string[])[] = [
    ["protective MBR", "primary header", "backup entries", "MBR", "P1: data / primary header"],
    ["P3: superblock", "disk: superblock backup", "P1 EFI System: boot sector"],
    ["P3: inode tables", "P1: FAT 2", "disk: group descriptors / disk: reserved GDT"],
    ["P3: data", "disk: data"],
    ["free space", "P2: unused", "beyond the end", ""],
  ];
  ranks.forEach((regions, rank) => {
    for (const region of regions) assert.is(regionRank(region), rank, region);
  });
});

test.run();
