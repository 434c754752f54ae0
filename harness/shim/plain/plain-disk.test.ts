import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runTool } from "../../target/tool.js";
import { PlainSample, sampleDiskBytes } from "./plain.samples.js";
import { writerCommand, type WriterStep } from "../writer.samples.js";

const plain = suite("plain disk", { folder: "" } as { folder: string; sample: PlainSample });

plain.before(async (context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-plain-"));
  context.sample = await PlainSample.open();
});

plain.after(async ({ folder, sample }) => {
  await sample.close();
  rmSync(folder, { recursive: true });
});

plain.before.each(({ sample }) => sample.go("resetToBase"));

const unmoved = { noNullPrototype: true };
const text = fc.stringMatching(/^[a-z]{1,5}$/);
/** Sizes stay above this, so that a step that maps less of the file stays inside of it. */
const smallestBytes = 20 * 4096 + 100;
const step: fc.Arbitrary<WriterStep> = fc.oneof(
  fc.record(
    {
      kind: fc.constant("write" as const),
      at: fc.nat(sampleDiskBytes + 9000),
      text,
      count: fc.integer({ min: 1, max: 3000 }),
    },
    unmoved,
  ),
  fc.record(
    {
      kind: fc.constant("map" as const),
      at: fc.nat(smallestBytes - 10_000),
      text,
      count: fc.integer({ min: 1, max: 2000 }),
    },
    unmoved,
  ),
  fc.record(
    {
      kind: fc.constantFrom("punch" as const, "zero" as const, "grow" as const),
      at: fc.nat(sampleDiskBytes + 9000),
      length: fc.integer({ min: 1, max: 30_000 }),
    },
    unmoved,
  ),
  fc.record(
    {
      kind: fc.constant("size" as const),
      size: fc.integer({ min: smallestBytes, max: sampleDiskBytes + 50_000 }),
    },
    unmoved,
  ),
  fc.record({ kind: fc.constantFrom("sync" as const, "reopen" as const) }, unmoved),
);

/** A tmpfs can't do a zeroing. */
function onAnyFileSystem(each: WriterStep): WriterStep[] {
  if (each.kind !== "zero") return [each];
  return [
    { ...each, kind: "grow" },
    { ...each, kind: "punch" },
  ];
}

plain("any sequence of changes leaves what it leaves of a plain file", async (context) => {
  const { folder, sample } = context;
  const path = join(folder, "plain.img");
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 40 }),
      fc.constantFrom("promote" as const, "reset" as const, "resetToBase" as const),
      fc.boolean(),
      async (steps, next, look) => {
        writeFileSync(path, await sample.content());
        const expected = await runTool(writerCommand(path, steps.flatMap(onAnyFileSystem)));
        assert.is(expected.stderr, "", expected.stderr);
        const ended = await sample.run(steps);
        assert.is(ended, "0 none");
        assert.ok((await sample.content()).equals(readFileSync(path)), "in the store");
        if (look) {
          assert.ok((await sample.cached()).equals(readFileSync(path)), "through the mount");
        }
        await sample.go(next);
        assert.ok((await sample.cached()).equals(await sample.content()), `after ${next}`);
      },
    ),
    { numRuns: 60, seed: 11, endOnFailure: true, includeErrorInReport: true },
  );
});

const place = fc.nat(sampleDiskBytes - 1);
const piece = fc.record(
  { at: place, data: fc.uint8Array({ minLength: 1, maxLength: 9000 }) },
  unmoved,
);

plain(
  "a program sees the state that was made last, whatever was cached before",
  async (context) => {
    const { sample } = context;
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 6 }),
        fc.option(fc.integer({ min: 1, max: sampleDiskBytes + 30_000 }), { nil: undefined }),
        fc.constantFrom("promote" as const, "reset" as const, "resetToBase" as const, undefined),
        async (pieces, size, go) => {
          if (go !== undefined) await sample.go(go);
          await sample.write(...pieces);
          if (size !== undefined) await sample.resize(size);
          assert.ok((await sample.cached()).equals(await sample.content()));
        },
      ),
      { numRuns: 200, seed: 5, endOnFailure: true, includeErrorInReport: true },
    );
  },
);

plain(
  "what a killed program had not synced never lands, and its errors end with it",
  async (context) => {
    const { sample } = context;
    for (let round = 0; round < 10; round += 1) {
      await sample.go("resetToBase");
      const synced = { kind: "write", at: 5000, text: `synced${round}`, count: 100 } as const;
      const lost = { kind: "write", at: 9000 * round, text: "lost", count: 3000 } as const;
      const mapped = { kind: "map", at: 100_000, text: "landed", count: 1000 } as const;
      assert.is(
        await sample.runAndKill([synced, { kind: "sync" }, mapped, lost]),
        "SIGKILL none hangs",
      );
      const content = await sample.content();
      assert.ok(content.includes(`synced${round}`));
      assert.ok(content.includes("landed"), "the end of a mapping syncs");
      assert.not(content.includes("lost"));
      assert.ok((await sample.cached()).equals(content), "stale pages");
      // A program that reads what it writes, and learns of each error.
      const next = { kind: "write", at: 9000 * round, text: "next", count: 10 } as const;
      assert.is(await sample.run([next, { kind: "sync" }, { kind: "reopen" }]), "0 none");
      content.write("next".repeat(10), 9000 * round);
      assert.ok((await sample.content()).equals(content), "late writes");
    }
  },
);

plain("a size that a killed program had changed is known to the next", async ({ sample }) => {
  for (const size of [5000, sampleDiskBytes + 70_000]) {
    await sample.runAndKill([{ kind: "size", size }]);
    const grown = { kind: "write", at: 2 * sampleDiskBytes, text: "lost", count: 1 } as const;
    await sample.runAndKill([grown]);
    assert.is((await sample.content()).length, size);
    assert.is((await sample.cached()).length, size);
    await sample.go("resetToBase");
    assert.is((await sample.cached()).length, sampleDiskBytes);
  }
});

plain("plain and recorded runs in turns see what the other has written", async ({ sample }) => {
  const hello = { kind: "write", at: 4000, text: "hello", count: 500 } as const;
  const world = { kind: "write", at: 5000, text: "world", count: 500 } as const;
  await sample.cached("recorded");
  assert.is(await sample.run([hello]), "0 none");
  assert.ok((await sample.cached("recorded")).equals(await sample.content()));
  assert.is(await sample.run([world], "recorded"), "0 none");
  assert.ok((await sample.cached()).equals(await sample.content()));
  assert.is(await sample.run([{ ...hello, at: 6000 }], "recorded"), "0 none");
  assert.is(await sample.run([{ ...world, at: 7001, count: 1 }]), "0 none");
  const expected = Buffer.alloc(sampleDiskBytes);
  for (const [at, what] of [
    [4000, "hello".repeat(500)],
    [5000, "world".repeat(500)],
    [6000, "hello".repeat(500)],
    [7001, "world"],
  ] as const) {
    expected.write(what, at);
  }
  assert.ok((await sample.content()).equals(expected));
});

plain("a disk that grows beyond what there is room for is refused", async ({ sample }) => {
  const ended = await sample.run([{ kind: "size", size: 2 ** 40 }]);
  assert.match(ended, /File too large/);
  assert.ok((await sample.cached()).equals(await sample.content()));
});

plain("a store that is full ends the run, and the run says so", async () => {
  const sample = await PlainSample.open();
  try {
    await sample.fill();
    const much = { kind: "write", at: 0, text: "much", count: 20_000 } as const;
    assert.is(await sample.run([much, { kind: "reopen" }]), "SIGKILL store full");
    await sample.go("resetToBase");
    assert.is(await sample.run([{ ...much, count: 5 }, { kind: "sync" }]), "0 none");
  } finally {
    await sample.close();
  }
});

plain("a sandbox ends at once, though a program in it has unsaved pages", async () => {
  const sample = await PlainSample.open();
  const lost = { kind: "write", at: 0, text: "lost", count: 20_000 } as const;
  const run = sample.run([lost, { kind: "hang" }]);
  const ended = run.catch(() => "ended");
  await sleep(500);
  const closed = sample.close().then(() => "closed");
  assert.is(await Promise.race([closed, sleep(5000, "still there")]), "closed");
  assert.is(await ended, "ended");
});

plain("lseek finds data and holes by what was written", async ({ sample }) => {
  await sample.write(
    { at: 10_000, data: Buffer.from("x") },
    { at: sampleDiskBytes - 1, data: Buffer.from("y") },
  );
  const wanted = `8192-12288 ${64 * 4096}-${sampleDiskBytes} end`;
  for (const mode of ["<", "+<"] as const) {
    assert.is(await sample.extents("recorded", mode), wanted);
  }
  const fresh = await PlainSample.open();
  try {
    await fresh.write({ at: 10_000, data: Buffer.from("x") });
    assert.is(await fresh.extents("plain", "<"), "8192-12288 end");
    // Who may write may have written what only the kernel knows of: then all is data.
    const all = `0-${sampleDiskBytes} end`;
    assert.is(await fresh.extents("plain", "+<"), all);
    assert.is(await fresh.extents("plain", "<"), all);
  } finally {
    await fresh.close();
  }
});

plain.run();
