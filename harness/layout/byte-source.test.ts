import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource, dataPieces, slice, type ByteSource } from "./byte-source.js";
import { sparse } from "./sparse.samples.js";

const kibibyte = 1024;
const [tebibyte, page] = [2 ** 40, 4096];

function piecesOf(source: ByteSource, pieceBytes: number): [number, string][] {
  return [...dataPieces(source, pieceBytes)].map(({ offsetBytes, bytes }) => [
    offsetBytes,
    `${bytes.length} x ${bytes[0]}`,
  ]);
}

test("holes are passed over, however large they are", () => {
  const { source, reads } = sparse(tebibyte, { [page]: 1, [2 ** 39]: 2 });
  assert.equal(piecesOf(source, page), [
    [page, `${page} x 1`],
    [2 ** 39, `${page} x 2`],
  ]);
  assert.ok(reads() <= 3, `${reads()} reads`);
});

test("a part of a source knows its holes too, from its own beginning", () => {
  const { source, reads } = sparse(tebibyte, { [2 ** 39]: 2 });
  const part = slice(source, 512, 2 ** 39 + 8 * kibibyte);
  assert.equal(
    piecesOf(part, 64 * kibibyte).map(([at]) => at),
    [2 ** 39 - page],
  );
  assert.ok(reads() <= 2, `${reads()} reads`);
});

test("where nothing is known of holes, all is read", () => {
  const bytes = Buffer.alloc(10 * kibibyte).fill(7, 9 * kibibyte);
  assert.equal(piecesOf(bufferSource(bytes), page), [
    [0, `${page} x 0`],
    [page, `${page} x 0`],
    [2 * page, `${2 * kibibyte} x 0`],
  ]);
});

test.run();
