import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../model/prng.js";
import { sha256 } from "../model/sha256.js";
import { largestPlainDigestBytes, openContentDigest } from "./content-digest.js";

const stream = openStream("content-digest.test", "bytes");
const hugeBytes = largestPlainDigestBytes + 1;

test("up to 16 MiB the digest is the SHA-256 of the content", () => {
  const head = stream.bytes(2048);
  const tail = stream.bytes(10);
  const digest = openContentDigest(2048 + 3_000_000 + 10);
  digest.data(head);
  digest.zeros(3_000_000);
  digest.data(tail);
  assert.is(digest.hex(), sha256(Buffer.concat([head, Buffer.alloc(3_000_000), tail])));
});

test("above that, holes and stored zeros give one digest, however the content is cut", () => {
  const piece = stream.bytes(5 * 1024);
  const zeros = Buffer.alloc(3 * 1024);
  const whole = openContentDigest(hugeBytes);
  whole.data(Buffer.concat([zeros, piece, zeros, piece]));
  whole.zeros(2 ** 40);
  const pieces = openContentDigest(hugeBytes);
  pieces.zeros(2048);
  pieces.zeros(1024);
  pieces.data(piece.subarray(0, 3072));
  pieces.data(Buffer.concat([piece.subarray(3072), zeros.subarray(0, 1024)]));
  pieces.zeros(2048);
  pieces.data(piece);
  pieces.data(zeros);
  assert.is(pieces.hex(), whole.hex());
});

test("above that, every byte, its place and the size still count", () => {
  const piece = stream.bytes(2048);
  const changed = Buffer.from(piece);
  changed[2047] = ~piece.readUInt8(2047) & 0xff;
  const digestOf = (sizeBytes: number, offsetBytes: number, bytes: Buffer) => {
    const digest = openContentDigest(sizeBytes);
    digest.zeros(offsetBytes);
    digest.data(bytes);
    return digest.hex();
  };
  const digests = [
    digestOf(hugeBytes, 0, piece),
    digestOf(hugeBytes, 0, changed),
    digestOf(hugeBytes, 1024, piece),
    digestOf(hugeBytes + 1, 0, piece),
  ];
  assert.is(new Set(digests).size, digests.length);
});

test.run();
