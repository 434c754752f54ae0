import { test } from "uvu";
import * as assert from "uvu/assert";
import { bytesText, fieldTexts } from "./field-text.js";
import type { FieldKind } from "./fields.js";

const texts = (kind: FieldKind, one: string, other: string) =>
  fieldTexts(kind, Buffer.from(one, "hex"), Buffer.from(other, "hex")).join(" ");

test("each kind as tools print it", () => {
  assert.is(texts("number", "ffff010000000000", "0100000000000080"), "131071 9223372036854775809");
  assert.is(texts("hex", "55aa", "0100"), "0xaa55 0x0001");
  assert.is(
    texts("GUID", "00112233445566778899aabbccddeeff", "00".repeat(16)),
    "33221100-5544-7766-8899-AABBCCDDEEFF 00000000-0000-0000-0000-000000000000",
  );
  assert.is(texts("CHS", "000200", "ffffff"), "0/0/2 1023/255/63");
  assert.is(texts("text", "41000000", "42004300"), '"A" "BC"');
  assert.is(
    texts("bytes", "4546492050415254", "00".repeat(9)),
    "0x4546492050415254 0x" + "00".repeat(8),
  );
});

test("what reads the same is told by its bytes", () => {
  assert.is(texts("text", "410000004200", "410000004300"), "0x410000004200 0x410000004300");
});

test("no bytes are no digits", () => {
  assert.is(bytesText(Buffer.alloc(0)), "0x");
});

test.run();
