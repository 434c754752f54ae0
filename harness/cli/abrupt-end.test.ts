import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { openStream } from "../model/prng.js";
import { rootFolder } from "../catalogue/places.js";
import { leftBehind, seenBeside } from "../target/left-behind.samples.js";

const main = join(rootFolder, "dist/harness/main.js");

/** Runs a soak, ends it after some time with a signal, and looks at what is left. */
async function endAfter(signal: NodeJS.Signals, delayMs: number) {
  const results = mkdtempSync(join(tmpdir(), "crashpoint-test-"));
  const mark = `CRASHPOINT_MARK=${signal}-${delayMs}-${process.pid}`;
  const temp = join(results, "temp");
  mkdirSync(temp);
  const before = seenBeside(temp);
  try {
    const args = ["soak", "--target", "reference", "--iterations", "50", "--results", results];
    const child = spawn(process.execPath, [main, ...args, "--seed", "1"], {
      env: { ...process.env, TMPDIR: temp, CRASHPOINT_MARK: mark.split("=")[1] },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stdout.on("data", (data: Buffer) => (said += data.toString()));
    child.stderr.on("data", (data: Buffer) => (said += data.toString()));
    const exit = once(child, "exit");
    await sleep(delayMs);
    child.kill(signal);
    const [code] = (await exit) as [number | null];
    assert.equal(await leftBehind(mark), [], "processes are left");
    assert.equal(seenBeside(temp), before);
    return { code, said, results: readdirSync(results, { recursive: true, encoding: "utf8" }) };
  } finally {
    rmSync(results, { recursive: true });
  }
}

const delays = openStream("7f3a", "abrupt ends");

for (let round = 1; round <= 6; round += 1) {
  const delayMs = delays.integer(50, 6000);
  test(`SIGKILL of the harness after ${delayMs} ms leaves nothing behind`, async () => {
    await endAfter("SIGKILL", delayMs);
  });
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  const delayMs = delays.integer(2500, 6000);
  test(`${signal} after ${delayMs} ms: exit 130, tables printed, nothing left`, async () => {
    const { code, said, results } = await endAfter(signal, delayMs);
    assert.is(code, 130, said);
    assert.match(said, /violated as known[^]*interrupted/);
    assert.ok(results.some((path) => path.endsWith("cases.jsonl")));
  });
}

test.run();
