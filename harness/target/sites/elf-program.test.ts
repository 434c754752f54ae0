import { test } from "uvu";
import * as assert from "uvu/assert";
import { addressOf, isNamedAt, programIn } from "./elf-program.js";

/** Of a stripped library, as readelf lists it, shortened. */
const stripped = `
  [ 6] .dynsym           DYNSYM          00000000000003f0 0003f0 000f00 18   A  7   1  8
  LOAD           0x000000 0x0000000000000000 0x0000000000000000 0x002f70 0x002f70 R   0x1000
  LOAD           0x003000 0x0000000000003000 0x0000000000003000 0x008951 0x008951 R E 0x1000
  LOAD           0x00e8f0 0x000000000000f8f0 0x000000000000f8f0 0x000720 0x0007d8 RW  0x1000
     1: 0000000000000000     0 FUNC    GLOBAL DEFAULT  UND mallinfo2@GLIBC_2.33 (2)
   122: 0000000000004010   336 FUNC    GLOBAL DEFAULT   13 ext2fs_flush2
   123: 0000000000004200    64 IFUNC   GLOBAL DEFAULT   13 ext2fs_swab16
   124: 0000000000004400    64 OBJECT  GLOBAL DEFAULT   20 unix_io_manager
`;

/** Of a program in Go, which is loaded at an address of its own. */
const ofGo = `
  [29] .debug_line       PROGBITS        0000000000000000 489160 065fcb 00   C  0   0  1
  [36] .symtab           SYMTAB          0000000000000000 64e380 029b50 18     37 472  8
  LOAD           0x000000 0x0000000000400000 0x0000000000400000 0x1fc470 0x1fc470 R E 0x1000
`;

test("a place in a file is somewhere else once it is loaded", () => {
  assert.is(addressOf(programIn(ofGo), 0x107883), 0x507883);
  assert.is(addressOf(programIn(stripped), 0x4010), 0x4010);
  assert.is(addressOf(programIn(stripped), 0xe900), 0xf900);
  assert.is(addressOf(programIn(""), 77), 77);
});

test("of a stripped program only what is inside of an exported function has its name", () => {
  const program = programIn(stripped);
  const named = [0x400f, 0x4010, 0x415f, 0x4160, 0x4200, 0x4400].map((at) =>
    isNamedAt(program, at),
  );
  assert.equal(named, [false, true, true, false, true, false]);
  assert.ok(isNamedAt(programIn(ofGo), 0x4160));
});

test("debugging information of its own is seen", () => {
  assert.equal(
    [ofGo, stripped].map((each) => programIn(each).hasLines),
    [true, false],
  );
});

test.run();
