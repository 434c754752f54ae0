import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { bufferSource } from "../../layout/byte-source.js";
import { Recent } from "../../model/recent.js";
import { runTool, type RunTool, type ToolResult } from "../../target/tool.js";
import { disk, ext4, part } from "../facts/facts.samples.js";
import { readFacts } from "../facts/facts.js";
import { freshCopies } from "./copy-out.js";
import { asComplaint, isUnwell, runFsck, unwellText, type FsckAnswer } from "./fsck.js";
import { faultOf } from "./faults.js";
import { endlessFat } from "./endless-fat.samples.js";

const unwell = suite<{ folder: string; image: string; part: string }>("unwell checkers");
unwell.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-unwell-"));
  context.image = join(context.folder, "disk.img");
  context.part = join(context.folder, "part.img");
});
unwell.after.each(({ folder }) => rmSync(folder, { recursive: true }));

const quiet: ToolResult = { exitCode: 0, signal: null, stdout: "", stderr: "", timedOut: false };

type Context = Parameters<Parameters<typeof unwell>[1]>[0];

/** Asks a checker that answers as told, and remembers by the bytes "one". */
async function asked(
  { image, part: path }: Context,
  answer: Partial<ToolResult>,
  { recent = new Recent<FsckAnswer>(), limitMs = 10_000 } = {},
) {
  const limits: (number | undefined)[] = [];
  const tool: RunTool = (_command, options) => {
    limits.push(options?.timeoutMs);
    return Promise.resolve({ ...quiet, ...answer });
  };
  const [report] = await runFsck(disk([part(1, "A", ext4([]))]).partitions, {
    diskPath: image,
    copies: freshCopies(bufferSource(Buffer.alloc(0)), path),
    runTool: tool,
    limitOf: () => limitMs,
    reuse: { keyOf: () => "one", recent },
  });
  assert.ok(report);
  return { report, limits, text: isUnwell(report) ? unwellText(report) : "" };
}

unwell("a FAT over which fsck.fat does not end", async ({ image, part: path }) => {
  const bytes = await endlessFat(image);
  writeFileSync(image, bytes);
  const source = bufferSource(bytes);
  const [report] = await runFsck(readFacts(source).partitions, {
    diskPath: image,
    copies: freshCopies(source, path),
    runTool,
    limitOf: ({ sizeBytes }) => (sizeBytes === bytes.length ? 200 : 0),
  });
  assert.ok(report !== undefined && isUnwell(report));
  assert.is(unwellText(report), "fsck.fat does not end (stopped after 0.2 s)");
  assert.ok((report.tookMs ?? 0) >= 200);
  assert.equal(asComplaint(report), {
    partition: "disk",
    kind: "complaint",
    complaint: unwellText(report),
  });
});

unwell("a checker that has hung is not waited for again", async (context) => {
  const recent = new Recent<FsckAnswer>();
  const hung = { timedOut: true, exitCode: null, signal: "SIGKILL" };
  const first = await asked(context, hung, { recent });
  assert.is(first.text, "e2fsck does not end (stopped after 10 s)");
  assert.equal(first.limits, [10_000]);
  for (const limitMs of [10_000, 1000]) {
    const again = await asked(context, {}, { recent, limitMs });
    assert.equal([again.report, again.limits], [first.report, []]);
  }
});

unwell("but it is, where it gets more time than it had", async (context) => {
  const recent = new Recent<FsckAnswer>();
  await asked(context, { timedOut: true }, { recent });
  const exits = { exitCode: 4, stdout: "bad" };
  const more = await asked(context, exits, { recent, limitMs: 20_000 });
  assert.equal([more.report.kind, more.limits], ["complaint", [20_000]]);
  const known = await asked(context, {}, { recent, limitMs: 30_000 });
  assert.equal([known.report, known.limits], [more.report, []]);
});

unwell(
  "a checker that a fault of its own has ended is told so, and remembered",
  async (context) => {
    const recent = new Recent<FsckAnswer>();
    const first = await asked(context, { exitCode: null, signal: "SIGSEGV" }, { recent });
    assert.is(first.text, "e2fsck was ended by SIGSEGV");
    assert.equal((await asked(context, {}, { recent })).report, first.report);
  },
);

unwell("e2fsck ends by itself over its own faults, and says so", async (context) => {
  const stderr = "e2fsck 1.47.0 (5-Feb-2023)\nSignal (11) SIGSEGV si_code=SEGV_MAPERR \n";
  const { text } = await asked(context, { exitCode: 8, stderr });
  assert.is(text, "e2fsck was ended by SIGSEGV");
});

unwell("signals from outside are no faults", () => {
  for (const signal of ["SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "SIGPIPE"]) {
    assert.is(faultOf({ ...quiet, exitCode: null, signal }), undefined);
  }
  assert.is(faultOf({ ...quiet, stderr: "Signal (15) SIGTERM \n" }), undefined);
  assert.is(faultOf({ ...quiet, exitCode: null, signal: "SIGABRT" }), "SIGABRT");
});

unwell.run();
