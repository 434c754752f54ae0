import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { goLog, scriptLog } from "./logs.samples.js";
import { ownFrames, shortName } from "./own-frames.js";
import { readCalls, type WatchedCall } from "./watched-calls.js";

async function read(log: string, path = "/home/d.img"): Promise<WatchedCall[]> {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-calls-"));
  try {
    writeFileSync(join(folder, "log"), log);
    return await readCalls(join(folder, "log"), path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("a write of a program in Go has its place, its process and its own functions", async () => {
  const calls = await read(goLog);
  assert.equal(
    calls.map(({ pid, name, offsetBytes, lengthBytes }) => [pid, name, offsetBytes, lengthBytes]),
    [
      [101, "pwrite64", 1024, 16384],
      [101, "pwrite64", 512, 512],
    ],
  );
  assert.is(calls[0]?.process.at(-1), "/home/d.img");
  const [first = [], second = []] = calls.map(({ stack }) => ownFrames(stack));
  assert.equal(
    first.map(({ name }) => shortName(name)),
    [
      ...["gpt.(*Table).Write.func1", "gpt.(*Table).Write", "disk.(*Disk).Partition"],
      ...["partitionresizer.updatePartitions", "partitionresizer.resize", "partitionresizer.Run"],
      ...["main.init.func1.1", "cobra.(*Command).execute"],
    ],
  );
  assert.is.not(first[1]?.offsetBytes, second[1]?.offsetBytes);
  assert.is(first[2]?.offsetBytes, second[2]?.offsetBytes);
});

test("of a script each call has the words of the process that made it", async () => {
  const calls = await read(scriptLog);
  assert.equal(
    calls.map(({ name, lengthBytes, process }) => `${name} ${lengthBytes}: ${process.join(" ")}`),
    [
      "write 1: dd of=d.img bs=1 seek=10",
      "write 1: dd of=d.img bs=1 seek=10",
      "write 8: sh s.sh d.img",
      "write 8: sh s.sh d.img",
      "ftruncate 0: truncate -s 4M d.img",
      "fallocate 0: fallocate -l 4096 d.img",
    ],
  );
  assert.is(calls[0]?.stack, calls[1]?.stack);
  assert.is.not(calls[2]?.stack, calls[3]?.stack);
});

test("a child that works before its fork has ended is its parent's all the same", async () => {
  const log = [
    '7 execve("/bin/sh", ["sh", "a\\"b\\n\\303\\244", "long"...], 0x7ff /* 3 vars */) = 0',
    "7 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>",
    '8 write(3</d>, "x", 1 <unfinished ...>',
    '6 write(1</log>, "y", 1) = 1',
    " > /bin/sh(puts+0x7) [0x10]",
    "8 <... write resumed>) = 1",
    " > /bin/sh(echo+0x7) [0x20]",
    "7 <... clone resumed>, child_tidptr=0x7f31) = 8",
    '7 execve("/bin/true", ["true"], 0x7ff /* 3 vars */) = 0',
    '9 write(3</d>, ") = 5", 5) = -1 ENOSPC (No space left on device)',
    '7 write(3</d>, "killed", 6) = ?',
  ].join("\n");
  const calls = await read(log, "/d");
  assert.is(calls.length, 1);
  assert.equal(calls[0]?.process, ["sh", 'a"b\nä', "long..."]);
  assert.equal(calls[0]?.stack, [{ path: "/bin/sh", name: "echo", offsetBytes: 0x20 }]);
});

test("a copy counts where its second file is the medium; nonsense is no call", async () => {
  const copy = "7 copy_file_range(3</a>, NULL, 4</d>, NULL, 4096, 0) = 4096\n";
  assert.is((await read(copy, "/d"))[0]?.lengthBytes, 4096);
  assert.equal(await read(copy, "/a"), []);
  assert.equal(await read("strace: nonsense\n > \n\n12 +++ exited with 0 +++\n"), []);
});

test("where all frames are a library's they are shown; a recursion counts once; 8 at most", () => {
  const at = (path: string, name: string, offsetBytes: number) => ({ path, name, offsetBytes });
  const library = at("/lib/libc.so.6", "write", 1);
  assert.equal(ownFrames([library]), [library]);
  const [inner, again] = [at("/bin/p", "walk", 2), at("/bin/p", "walk", 3)];
  assert.equal(ownFrames([library, inner, again, again, again]), [inner, again]);
  const many = Array.from({ length: 20 }, (_, index) => at("/bin/p", "f", index));
  assert.equal(ownFrames(many), many.slice(0, 8));
  const rust = at("/bin/p", "<std::fs::File as std::io::Write>::write", 9);
  assert.equal(ownFrames([rust, inner]), [inner]);
});

test.run();
