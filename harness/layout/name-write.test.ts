import { test } from "uvu";
import * as assert from "uvu/assert";
import { nameWrite } from "./disk-regions.js";
import type { PlaceKind } from "../model/place.js";
import type { Region } from "./region.js";

const region = (name: string, kind: PlaceKind, start: number, end: number): Region => ({
  name,
  kind,
  startBytes: start,
  endBytes: end,
});
const before = [
  region("primary header", "table", 0, 10),
  region("P1: data", "data", 10, 50),
  region("P1: inode tables", "metadata", 50, 60),
  region("free space", "free", 60, 100),
];
const after = [
  region("primary header", "table", 0, 10),
  region("P1: data", "data", 10, 40),
  region("P2: superblock", "metadata", 40, 70),
  region("free space", "free", 70, 100),
];
const name = (offsetBytes: number, lengthBytes: number) =>
  nameWrite(before, after, { offsetBytes, lengthBytes });

test("a long write is named by the most important thing that it touches", () => {
  assert.is(name(20, 10).name, "P1: data");
  assert.equal(name(5, 30), before[0]);
  assert.is(nameWrite(before, before, { offsetBytes: 20, lengthBytes: 35 }).kind, "metadata");
  assert.is(nameWrite(before, before, { offsetBytes: 20, lengthBytes: 30 }).kind, "data");
});

test("two layouts give two names, and free space gives none", () => {
  assert.equal(name(45, 1), { name: "P1: data / P2: superblock", kind: "metadata" });
  assert.is(name(65, 1).name, "P2: superblock");
  assert.is(name(80, 1).name, "free space");
  assert.is(name(200, 1).name, "beyond the end");
});

test.run();
