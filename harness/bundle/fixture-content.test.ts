import { createHash } from "node:crypto";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../layout/byte-source.js";
import { isFixtureContent } from "./fixture-content.js";
import { indexSectors } from "./sector-index.js";

const pageBytes = 4096;

/** Bytes that don't get smaller, the same each time. */
function random(name: string): Buffer {
  const pieces = Array.from({ length: 128 }, (_, index) =>
    createHash("sha256").update(`${name} ${index}`).digest(),
  );
  return Buffer.concat(pieces);
}

test("content that the image of the fixture has is told from all else", () => {
  const [content, fresh] = [random("content"), random("fresh")];
  const structure = Buffer.alloc(pageBytes, "a structure of the image ");
  const image = Buffer.concat([content, structure]);
  const moved = Buffer.concat([Buffer.alloc(pageBytes), content, structure, fresh]);
  const isLeftOut = isFixtureContent(bufferSource(moved), indexSectors(bufferSource(image)));
  assert.is(isLeftOut(content, pageBytes), true);
  assert.is(isLeftOut(structure, 2 * pageBytes), false);
  assert.is(isLeftOut(fresh, 3 * pageBytes), false);
  const half = Buffer.concat([content.subarray(0, 2048), fresh.subarray(0, 2048)]);
  assert.is(isLeftOut(half, 3 * pageBytes), false);
});

test.run();
