import * as fc from "fast-check";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "./byte-source.js";
import { encodeUbootEnv } from "./uboot-env.samples.js";
import { readUbootEnv } from "./uboot-env.js";

const letter = (min: number) =>
  fc.integer({ min, max: 255 }).map((code) => String.fromCharCode(code));
const value = fc.array(letter(1), { maxLength: 40 }).map((letters) => letters.join(""));
const name = fc
  .array(letter(33), { minLength: 1, maxLength: 12 })
  .map((letters) => letters.join("").replaceAll("=", "_"));
const variables = fc.dictionary(name, value, { maxKeys: 12, noNullPrototype: true });
const sizeBytes = fc.constantFrom(2048, 4096, 8192, 65_536);

function read(bytes: Buffer) {
  const env = readUbootEnv(bufferSource(bytes));
  if (env === undefined) return undefined;
  const values = [...env.variables].map(([key, each]) => [key, each.toString("latin1")] as const);
  return { layout: env.layout, activeCopy: env.activeCopy, variables: new Map(values) };
}

test("what was written is read, whichever layout it has", () => {
  fc.assert(
    fc.property(variables, sizeBytes, fc.nat(255), (written, size, flags) => {
      const expected = { activeCopy: 0, variables: new Map(Object.entries(written)) };
      const [plain, flagged] = [
        encodeUbootEnv(written, size),
        encodeUbootEnv(written, size, flags),
      ];
      assert.equal(read(plain), { layout: "one copy", ...expected });
      assert.equal(read(flagged), { layout: "one copy with flags", ...expected });
      const pair = Buffer.concat([flagged, encodeUbootEnv({ other: "" }, size, flags)]);
      assert.equal(read(pair), { layout: "two copies", ...expected });
    }),
  );
});

test("a byte that is not as written makes a copy invalid; the other one counts", () => {
  fc.assert(
    fc.property(fc.nat(4095), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const one = encodeUbootEnv({ a: "1" }, 4096, 9);
      const damaged = Buffer.from(one);
      damaged.writeUInt8(damaged.readUInt8(at) ^ change, at);
      // The checksum leaves the flags out.
      if (at !== 4) assert.is(read(damaged), undefined);
      if (at !== 4) assert.is(read(Buffer.concat([damaged, damaged])), undefined);
      const other = encodeUbootEnv({ a: "2" }, 4096, 8);
      const env = read(Buffer.concat([damaged, other]));
      if (at !== 4) assert.is(env?.activeCopy, 1);
    }),
  );
});

for (const [first, second, active] of [
  [1, 0, 0],
  [0, 1, 1],
  [7, 7, 0],
  [255, 0, 1],
  [0, 255, 0],
  [254, 255, 1],
] as const) {
  test(`of copies with flags ${first} and ${second}, number ${active} counts`, () => {
    const copies = [first, second].map((flags, index) =>
      encodeUbootEnv({ copy: String(index) }, 1024, flags),
    );
    const env = read(Buffer.concat(copies));
    assert.is(env?.activeCopy, active);
    assert.equal(env?.variables, new Map([["copy", String(active)]]));
  });
}

test("nothing else is taken for one", () => {
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.alloc(4),
    Buffer.alloc(63),
    Buffer.alloc(8192),
    Buffer.alloc(8192, 0xff),
    encodeUbootEnv({ a: "1" }, 8192).subarray(0, 8191),
    encodeUbootEnv({ a: "1" }, 4 * 2 ** 20),
  ]) {
    assert.is(read(bytes), undefined, String(bytes.length));
  }
});

test("an entry that comes twice counts as it comes last; one without = is empty", () => {
  const bytes = encodeUbootEnv({ a: "1\0b\0a=2\0c=x=y" }, 128);
  const expected = { a: "2", b: "", c: "x=y" };
  assert.equal(read(bytes)?.variables, new Map(Object.entries(expected)));
});

test.run();
