import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../layout/byte-source.js";
import { HarnessError } from "../model/errors.js";
import { applyRecord } from "../shim/record.js";
import { reasonOf, runTool } from "../target/tool.js";
import { logToTrace } from "./log-to-trace.js";
import { readLog } from "./read-log.js";
import { contentOf, sampleDisk, sampleDiskBytes } from "./trace.samples.js";
import { writeLog } from "./write-log.js";

const folder = mkdtempSync(join(tmpdir(), "crashpoint-qemu-io-"));
const diskPath = join(folder, "disk.img");
const logPath = join(folder, "log.img");
const disk = sampleDisk();
const base = contentOf(disk);

test.after(() => rmSync(folder, { recursive: true }));

/** Runs commands of qemu-io on a fresh copy of the base, logged by its blklogwrites driver. */
async function runQemu(commands: readonly string[], logOption: string): Promise<void> {
  writeFileSync(diskPath, base);
  const image = [
    "driver=blklogwrites,discard=unmap",
    `file.driver=file,file.discard=unmap,file.filename=${diskPath}`,
    `log.driver=file,log.filename=${logPath}`,
    logOption,
  ].join(",");
  const args = ["-t", "writeback", ...commands.flatMap((each) => ["-c", each])];
  try {
    const result = await runTool(["qemu-io", ...args, "--image-opts", image], {
      timeoutMs: 30_000,
    });
    assert.is(result.exitCode, 0, reasonOf(result));
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    throw new Error("missing qemu-io: run scripts/setup", { cause: error });
  }
}

/** The log that lies there, replayed onto the base. */
function replay() {
  const log = bufferSource(readFileSync(logPath));
  const asTrace = logToTrace(log, readLog(log), sampleDiskBytes);
  disk.resetToBase();
  for (const event of asTrace.trace) {
    if (event.kind !== "write") continue;
    applyRecord(disk, asTrace.traceBytes, event.recordAt, event.lengthBytes);
  }
  const short = asTrace.trace.map((event) =>
    event.kind === "write"
      ? `${event.change} ${event.offsetBytes}+${event.lengthBytes}`
      : event.kind,
  );
  return { ...asTrace, short };
}

const commands = [
  "write -P 0xab 0 4k",
  "flush",
  "write -P 1 8192 8192",
  "write -P 2 20480 4096",
  "write -P 3 8192 4096",
  "flush",
  "write -z 24576 8192",
  "discard 40960 8192",
  "write -P 4 9000 100",
  "write 0 0",
  "write -f -P 5 50000 5000",
  "write -P 6 65024 512",
];

for (const sectorBytes of [512, 4096]) {
  test(`a log of qemu-io in sectors of ${sectorBytes} replays to what it left`, async () => {
    writeFileSync(logPath, "");
    await runQemu(commands, `log-sector-size=${sectorBytes}`);
    const { short, marks } = replay();
    assert.ok(contentOf(disk).equals(readFileSync(diskPath)), "the disks are the same");
    assert.is(contentOf(disk).equals(base), false);
    assert.equal(marks, []);
    const unaligned =
      sectorBytes === 512
        ? ["data 8704+512", "data 49664+5632", "flush", "data 65024+512"]
        : ["data 8192+4096", "data 49152+8192", "flush", "data 61440+4096"];
    assert.equal(short, [
      "data 0+4096",
      "flush",
      "data 8192+8192",
      "data 20480+4096",
      "data 8192+4096",
      "flush",
      "data 24576+8192",
      "zero 40960+8192",
      ...unaligned,
      "flush",
    ]);
  });
}

test("qemu-io takes a log of ours, and writes on behind it", async () => {
  const data = Buffer.alloc(2048, "ours");
  const range = { offsetBytes: 4096, lengthBytes: 2048 };
  const ours = writeLog([
    { kind: "mark", text: "copy" },
    { kind: "write", ...range, durable: true, data: [data] },
    { kind: "discard", offsetBytes: 16384, lengthBytes: 1024 },
    { kind: "flush" },
  ]);
  writeFileSync(logPath, Buffer.concat([...ours]));
  await runQemu(["write -P 9 5120 512"], "log-append=on");
  const { short, marks } = replay();
  assert.equal(marks, ["copy"]);
  const before = ["output", "data 4096+2048", "zero 16384+1024", "flush"];
  assert.equal(short, [...before, "data 5120+512", "flush"]);
  const expected = Buffer.from(base);
  expected.set(data, 4096);
  expected.fill(0, 16384, 17408).fill(9, 5120, 5632);
  assert.ok(contentOf(disk).equals(expected));
});

test.run();
