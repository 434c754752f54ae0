import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../../layout/byte-source.js";
import type { OtherFormat } from "../../layout/other-formats.js";
import { reasonOf, runTool, type RunTool, type ToolResult } from "../../target/tool.js";
import { freshCopies } from "./copy-out.js";
import { readFacts } from "../facts/facts.js";
import {
  isComplaint,
  runFsck,
  type FsckAnswer,
  type FsckOptions,
  type FsckReport,
} from "./fsck.js";
import { Recent } from "../../model/recent.js";
import { disk as sampleDisk, ext4, part, raw } from "../facts/facts.samples.js";

const fsck = suite<{ folder: string; image: string; scratch: string }>("fsck");
fsck.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-fsck-"));
  context.image = join(context.folder, "disk.img");
  context.scratch = join(context.folder, "part.img");
});
fsck.after.each(({ folder }) => rmSync(folder, { recursive: true }));

type Context = Parameters<Parameters<typeof fsck>[1]>[0];

async function format(image: string, sizeMiB: number, ...command: [string, ...string[]]) {
  writeFileSync(image, "");
  truncateSync(image, sizeMiB * 2 ** 20);
  const made = await runTool([...command, image], { timeoutMs: 30_000 });
  assert.is(made.exitCode, 0, reasonOf(made));
  return readFileSync(image);
}

/** Checks a whole image for real. */
async function check({ image, scratch }: Context, bytes: Buffer) {
  writeFileSync(image, bytes);
  const source = bufferSource(bytes);
  const [report, ...more] = await runFsck(readFacts(source).partitions, {
    diskPath: image,
    copies: freshCopies(source, scratch),
    runTool,
    limitOf: () => 120_000,
  });
  assert.equal(more, []);
  assert.equal(readFileSync(image), bytes);
  assert.ok(report);
  return untimed(report);
}

/** A report without the time that it took, which must be there where a checker was run. */
function untimed(report: FsckReport): FsckReport {
  const { tookMs, ...rest } = report;
  assert.is(tookMs === undefined, rest.kind === "not asked");
  return rest;
}

const clean: FsckReport = { partition: "disk", kind: "clean" };

/** What a checker has complained of; nothing where it has not. */
function complaintOf(report: FsckReport | undefined): string {
  return report !== undefined && isComplaint(report) ? report.complaint : "";
}

fsck("xfs_repair judges an image, and complains without chatter", async (context) => {
  const bytes = await format(context.image, 300, "mkfs.xfs", "-q");
  assert.equal(await check(context, bytes), clean);
  bytes.write("garbage", 1024 + 26, "latin1");
  const sick = complaintOf(await check(context, bytes));
  assert.match(sick, /^exit 1; .*bad CRC for ag 0/);
  assert.not.match(sick, /Phase|Cannot get host|No modify/);
});

fsck("btrfs check judges an image", async (context) => {
  const bytes = await format(context.image, 120, "mkfs.btrfs", "-q");
  assert.equal(await check(context, bytes), clean);
  for (let at = 2 ** 20; at < bytes.length; at += 16384) {
    if (bytes.readUInt32LE(at) !== 0) bytes.write("garbage", at + 200, "latin1");
  }
  const sick = complaintOf(await check(context, bytes));
  assert.match(sick, /^exit \d+; .*checksum verify failed/);
  assert.not.match(sick, context.folder);
});

fsck("e2fsck judges a bare ext4 in place", async (context) => {
  const bytes = await format(context.image, 4, "mke2fs", "-q", "-t", "ext4");
  assert.equal(await check(context, bytes), clean);
  bytes.writeUInt16LE(7777, 1024 + 16);
  const sick = complaintOf(await check(context, bytes));
  assert.not(sick === "");
  assert.not.match(sick, context.folder);
});

/** Runs the checkers of some partitions through a tool that answers as told. */
async function asked(
  { image, scratch }: Context,
  partitions: Parameters<typeof sampleDisk>[0],
  answer: Partial<ToolResult> = {},
  more: { installed?: boolean; limitMs?: number; reuse?: FsckOptions["reuse"] } = {},
) {
  const commands: string[] = [];
  const tool: RunTool = (command) => {
    commands.push(command.join(" ").replaceAll(scratch, "COPY").replaceAll(image, "DISK"));
    const said = { exitCode: 0, signal: null, stdout: "", stderr: "", timedOut: false };
    return Promise.resolve({ ...said, ...answer });
  };
  const source = bufferSource(Buffer.alloc(4 * 2 ** 20));
  const installed = () => more.installed ?? true;
  const facts = sampleDisk(partitions);
  const reports = await runFsck(facts.partitions, {
    diskPath: image,
    copies: freshCopies(source, scratch),
    runTool: tool,
    limitOf: () => more.limitMs ?? 10_000,
    reuse: more.reuse,
    installed,
  });
  return { commands, reports: reports.map(untimed) };
}

const other = (otherType: OtherFormat) => part(1, "A", { ...raw("1"), otherType });

for (const [type, command] of [
  ["xfs", "xfs_repair -n -f COPY"],
  ["btrfs", "btrfs check --readonly COPY"],
  ["f2fs", "fsck.f2fs -f --dry-run COPY"],
  ["exfat", "fsck.exfat -n COPY"],
  ["ntfs", "ntfsfix -n COPY"],
] as const) {
  fsck(`${type} is checked by its own tool, or a notice says that it is not`, async (context) => {
    const good = await asked(context, [other(type)]);
    assert.equal(good.commands, [command]);
    assert.equal(good.reports, [{ partition: "A", kind: "clean" }]);
    const stderr = `bad thing in ${context.scratch}`;
    const bad = await asked(context, [other(type)], { exitCode: 1, stderr });
    const complaint = "exit 1; bad thing in DISK";
    assert.equal(bad.reports, [{ partition: "A", kind: "complaint", complaint }]);
    const absent = await asked(context, [other(type)], {}, { installed: false });
    assert.equal(absent.commands, []);
    const program = command.split(" ")[0] ?? "";
    const notice = `no ${program} here: this partition is judged by its bytes only`;
    assert.equal(absent.reports, [{ partition: "A", kind: "not asked", notice }]);
  });
}

fsck("f2fs that ends with 0 over a failed check is not clean", async (context) => {
  const stdout = "[FSCK] SIT valid block bitmap checking   [Fail]";
  const { reports } = await asked(context, [other("f2fs")], { stdout });
  assert.is(reports[0]?.kind, "complaint");
});

async function thrownBy(action: Promise<unknown>): Promise<string> {
  try {
    await action;
    return "nothing";
  } catch (error) {
    return (error as Error).message;
  }
}

fsck(
  "a checker that some signal from outside has ended is no complaint but an error",
  async (c) => {
    for (const signal of ["SIGKILL", "SIGTERM"]) {
      const killed = asked(c, [other("xfs")], { exitCode: null, signal });
      assert.match(await thrownBy(killed), "xfs_repair on A came to no judgement");
    }
  },
);

fsck("nor is one that ends and has judged nothing", async (context) => {
  const ext = part(1, "A", ext4([]));
  const fat = part(1, "A", ext4([], { type: "fat32" }));
  for (const exitCode of [16, 32, 126, 127, 128]) {
    const said = await thrownBy(asked(context, [ext], { exitCode, stderr: "no such library" }));
    assert.is(said, `e2fsck on A came to no judgement: exit ${exitCode}: no such library`);
  }
  assert.match(await thrownBy(asked(context, [fat], { exitCode: 2 })), /^fsck\.fat on A .* exit 2/);
  for (const exitCode of [1, 4, 8, 12]) {
    const { reports } = await asked(context, [ext], { exitCode, stdout: "bad" });
    assert.is(reports[0]?.kind, "complaint");
  }
});

fsck("ending with 0 is not enough: it must have counted what it has checked", async (context) => {
  const ext = part(1, "A", ext4([]));
  const fat = part(1, "A", ext4([], { type: "fat32" }));
  const clusters = { stdout: "DISK: 53 files, 12502/88694 clusters\n" };
  for (const [partition, good, bad] of [
    [ext, counted, clusters],
    [fat, clusters, counted],
  ] as const) {
    assert.is((await asked(context, [partition], good)).reports[0]?.kind, "clean");
    for (const answer of [{}, bad, { stdout: "all is well\n" }]) {
      assert.match(await thrownBy(asked(context, [partition], answer)), "came to no judgement");
    }
  }
});

const counted = { stdout: "DATA: 11/128 files (0.0% non-contiguous), 54/1024 blocks\n" };

fsck("e2fsck is required: it is run, installed or not", async (context) => {
  const absent = { installed: false };
  const { commands } = await asked(context, [part(1, "A", ext4([]))], counted, absent);
  assert.equal(commands, [`e2fsck -fn DISK?offset=${2 ** 20}`]);
});

fsck("a checker whose partition did not change is not run again", async (context) => {
  const recent = new Recent<FsckAnswer>();
  let bytes = "one";
  const reuse = { keyOf: () => bytes, recent };
  const run = (name: string) =>
    asked(context, [part(1, name, ext4([]))], { exitCode: 4, stdout: "bad" }, { reuse });
  const first = await run("A");
  assert.is(first.commands.length, 1);
  const second = await run("B");
  assert.equal(second.commands, []);
  assert.is(recent.reusedCount, 1);
  assert.equal(second.reports, [{ ...first.reports[0], partition: "B" }]);
  bytes = "two";
  assert.is((await run("A")).commands.length, 1);
});

fsck("a file system that is larger than its partition is checked each time", async (context) => {
  const reuse = { keyOf: () => "one", recent: new Recent<FsckAnswer>() };
  const large = part(1, "A", ext4([], { sizeBytes: 2 * 2 ** 20 }));
  for (const count of [1, 1]) {
    assert.is((await asked(context, [large], counted, { reuse })).commands.length, count);
  }
});

fsck.run();
