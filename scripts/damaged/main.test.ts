import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { DecodeError } from "../../harness/model/errors.js";
import { damageKinds, makeBaseImages } from "./images.js";
import { readWhole } from "./read.js";
import { runDamage } from "./run.js";
import { openTrials } from "./try.js";
import { watchNumbers } from "./watch.js";

const bases = await makeBaseImages(damageKinds);

test("2,000 damaged images are read, or refused with the field", async () => {
  const report = await runDamage(bases, "suite", { from: 0, to: 2000 });
  assert.equal(report.failures, []);
  for (const { kind, read, refused, unknown } of report.kinds) {
    assert.is(read + refused + unknown, 500, kind);
    assert.ok(read > 50 && refused > 50, `${kind}: ${read} read, ${refused} refused`);
  }
});

test("healthy images are read, and a number gives the same damage each time", () => {
  for (const { kind, name, bytes } of bases) {
    const sizeBytes = bytes.length;
    const read = (offset: number, length: number) =>
      Buffer.from(bytes.subarray(offset, offset + length));
    assert.equal(readWhole(kind, { sizeBytes, read }), { outcome: "read", told: [] }, name);
  }
  const before = bases.map(({ bytes }) => Buffer.from(bytes));
  const trials = [1, 2].map(() => {
    const run = openTrials(bases, "again");
    return Array.from({ length: 40 }, (_, number) => ({ ...run(number), ms: 0 }));
  });
  assert.equal(trials[0], trials[1]);
  assert.equal(
    bases.map(({ bytes }) => Buffer.from(bytes)),
    before,
  );
});

test("what is no error with a field is a failure", () => {
  const base = bases.find(({ kind }) => kind === "fat");
  assert.ok(base);
  const image = Buffer.from(base.bytes);
  const readUntil = (most: number, error: Error) => {
    let reads = 0;
    const read = (offset: number, length: number) => {
      reads += 1;
      if (reads > most) throw error;
      return image.subarray(offset, offset + length);
    };
    return () => readWhole("fat", { sizeBytes: image.length, read });
  };
  const named = readUntil(8, new DecodeError("fat.bootSector.fatSectors", "is wrong"))();
  assert.is(named.outcome, "refused");
  assert.throws(readUntil(8, new TypeError("undefined is no volume")), /no volume/);
  assert.throws(readUntil(8, new DecodeError("fat", "is wrong")), /an error without field/);
});

test("a thread that loops or breaks is lost with its number, and the rest goes on", async () => {
  const code = `
    import { parentPort, workerData } from "node:worker_threads";
    for (let number = workerData.from; number < workerData.to; number += 1) {
      while (number === 3);
      if (number === 5) throw new TypeError("broken");
      parentPort.postMessage({ number });
    }`;
  const script = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const done: number[] = [];
  const lost: string[] = [];
  await watchNumbers(
    { script, data: {}, limitMs: 3000, from: 0, to: 8 },
    ({ number }) => done.push(number),
    (number, why) => {
      lost.push(`${number} ${why}`);
      return "go on";
    },
  );
  assert.equal(done, [0, 1, 2, 4, 6, 7]);
  assert.equal(lost, ["3 no end after 3 s: a loop, or far too much work", "5 broken"]);
});

test("wrong arguments are refused", () => {
  const script = fileURLToPath(new URL("main.js", import.meta.url));
  for (const words of [["--kind", "fat,ntfs"], ["--count", "-1"], ["--only", "x"], ["more"]]) {
    const { status, stderr } = spawnSync(process.execPath, [script, ...words], {
      encoding: "utf8",
    });
    assert.is(status, 254, stderr);
    assert.match(stderr, /Usage: scripts\/damage/);
  }
});

test.run();
