import { test } from "uvu";
import * as assert from "uvu/assert";
import { messageOf } from "../../model/errors.js";
import type { RunTool, ToolResult } from "../../target/tool.js";
import type { FsckAnswer } from "../fsck/fsck.js";
import { repairCopy } from "./repair-copy.js";

const quiet: ToolResult = { exitCode: 0, signal: null, stdout: "", stderr: "", timedOut: false };
const clean: FsckAnswer = { kind: "clean" };
const sick: FsckAnswer = { kind: "complaint", complaint: "still bad" };

/** Mends with tools that end in these ways, asking a checker that answers so, each in turn. */
async function mended(type: string, ends: Partial<ToolResult>[], answers: FsckAnswer[]) {
  const commands: string[] = [];
  const runTool: RunTool = (command) => {
    commands.push(command.join(" "));
    return Promise.resolve({ ...quiet, ...(ends.shift() ?? { exitCode: 99 }) });
  };
  const checkAgain = () => Promise.resolve(answers.shift() ?? sick);
  const installed = () => true;
  const asked = { type, path: "COPY", runTool, limitMs: 1000, checkAgain, installed };
  const repair = await repairCopy(asked);
  return { commands, repair, left: answers.length };
}

const [zero, one, four] = [{ exitCode: 0 }, { exitCode: 1 }, { exitCode: 4 }];

test("what the boot mends needs no hand", async () => {
  const { commands, repair } = await mended("ext4", [one], [clean]);
  assert.equal(commands, ["e2fsck -p COPY"]);
  assert.equal(repair, { kind: "mended", by: "e2fsck -p", passes: 1 });
});

test("the checker is not asked after a boot that gives up", async () => {
  const { commands, repair, left } = await mended("ext4", [four, one], [clean, sick]);
  assert.equal(commands, ["e2fsck -p COPY", "e2fsck -fy COPY"]);
  assert.equal(repair, { kind: "mended", by: "e2fsck -fy", passes: 1 });
  assert.is(left, 1);
});

test("a boot that sees nothing is not believed", async () => {
  const { repair } = await mended("ext4", [zero, four, one, one], [sick, sick, clean]);
  assert.equal(repair, { kind: "mended", by: "e2fsck -fy", passes: 3 });
});

test("three passes by hand, and no more", async () => {
  const { commands, repair } = await mended("ext4", [four, four, four, four, one], []);
  assert.is(commands.length, 4);
  assert.equal(repair, { kind: "not mended", by: "e2fsck -fy", complaint: "still bad" });
});

test("at the very end it is the checker that decides", async () => {
  const { repair } = await mended("ext4", [four, four, four, four], [clean]);
  assert.equal(repair, { kind: "mended", by: "e2fsck -fy", passes: 3 });
});

test("a repair that hangs or crashes ends it", async () => {
  const hung = await mended("fat16", [{ timedOut: true, exitCode: null }], []);
  assert.equal(hung.repair, { kind: "hung", by: "fsck.fat -a", limitMs: 1000 });
  const crash = { exitCode: null, signal: "SIGSEGV" };
  const crashed = await mended("ext4", [four, crash], []);
  assert.equal(crashed.repair, { kind: "crashed", by: "e2fsck -fy", signal: "SIGSEGV" });
  const caught = await mended("ext4", [{ exitCode: 8, stderr: "Signal (6) SIGABRT \n" }], []);
  assert.equal(caught.repair, { kind: "crashed", by: "e2fsck -p", signal: "SIGABRT" });
});

test("so does a checker that hangs or crashes over what is mended", async () => {
  const hangs: FsckAnswer = { kind: "hung", program: "fsck.fat", limitMs: 7 };
  const hung = await mended("fat16", [one], [hangs]);
  assert.equal(hung.repair, { kind: "hung", by: "fsck.fat", limitMs: 7 });
  const crashes: FsckAnswer = { kind: "crashed", program: "e2fsck", signal: "SIGBUS" };
  const crashed = await mended("ext4", [one], [crashes]);
  assert.equal(crashed.repair, { kind: "crashed", by: "e2fsck", signal: "SIGBUS" });
  const absent = await mended("xfs", [zero], [{ kind: "not asked", notice: "no checker here" }]);
  assert.equal(absent.repair, { kind: "none", why: "no checker here" });
});

test("no repair: none is usual, it is not installed, or it refuses", async () => {
  const unusual = await mended("luks", [], []);
  assert.equal(unusual.repair, { kind: "none", why: "there is no usual repair of luks" });
  assert.equal(unusual.commands, []);
  const refused = await mended("xfs", [{ exitCode: 2 }], []);
  assert.match(refused.repair.kind === "none" ? refused.repair.why : "", "its log to be replayed");
  const absent = await repairCopy({
    type: "f2fs",
    path: "COPY",
    runTool: () => Promise.reject(new Error("run")),
    limitMs: 1,
    checkAgain: () => Promise.resolve(clean),
    installed: () => false,
  });
  assert.equal(absent, { kind: "none", why: "no fsck.f2fs here" });
});

test("a repair that was not tried is an error of the harness", async () => {
  for (const end of [{ exitCode: 16 }, { exitCode: null, signal: "SIGKILL" }]) {
    const message = await mended("ext4", [end], []).then(() => "nothing", messageOf);
    assert.match(message, /^e2fsck -p has not tried to mend anything: exit (16|SIGKILL)/);
  }
});

test.run();
