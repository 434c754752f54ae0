import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import type { PartitionTable } from "../../layout/partition-table.js";
import type { BlockRow } from "../../model/proofs/block-row.js";
import { testsUnless } from "../../model/tests-unless.samples.js";
import { sweepDeadLoops, whyNoLoopDevices } from "../../target/loop-device.js";
import { runTool } from "../../target/tool.js";
import { asksForReboot } from "./block-judge.js";
import { runOnBlockDevices } from "./block-run.js";
import { kernelView, viewOfTable } from "./kernel-view.js";
import { prepareImage } from "../../catalogue/base-image.js";
import { loadScenario } from "../../catalogue/scenario.js";
import { loadTarget } from "../../catalogue/target.js";

test("a table and a kernel that agree are told in the same words, whatever the sectors", () => {
  const entry = { name: "", type: "", guid: "", attributes: "" };
  const entries = [
    { ...entry, number: 9, startingLba: 512, endingLba: 1023 },
    { ...entry, number: 1, startingLba: 256, endingLba: 511 },
  ];
  const table = { label: "gpt", sectorBytes: 4096, entries } as unknown as PartitionTable;
  const known = { device: "", folder: "" };
  const partitions = [
    { ...known, number: 1, startSectors: 2048, sizeSectors: 2048 },
    { ...known, number: 9, startSectors: 4096, sizeSectors: 4096 },
  ];
  assert.is(viewOfTable(table), kernelView(partitions));
  assert.is.not(viewOfTable({ ...table, sectorBytes: 512 }), kernelView(partitions));
});

test("what tools say of a kernel that goes on with its old table is understood", () => {
  const says = (output: string) =>
    asksForReboot({
      ...{ ended: "finished", exit: undefined, succeeded: true, output },
      ...{ writeCount: 0, lineCount: 0, lastStep: "", dropped: false },
      ...{
        strays: [],
        outside: { scratch: [], left: [], before: [], isUsed: false },
        durationMs: 0,
      },
    });
  assert.ok(says("reboot to apply: partition 1 is in use"));
  assert.ok(says("Warning: The kernel is still using the old partition table."));
  assert.ok(says("The kernel still uses the old partitions."));
  assert.ok(says("could not re-read the table: reboot to apply"));
  assert.not(says("The partition table has been altered."));
  assert.not(says("done, no reboot is needed"));
  assert.not(says("A reboot is not required."));
});

const onLoopDevices = testsUnless(whyNoLoopDevices(), "on loop devices");

onLoopDevices(
  "a device over anybody else's disk.img is left alone, even an unreadable one",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "crashpoint-loop-"));
    const path = join(folder, "disk.img");
    writeFileSync(path, Buffer.alloc(4096));
    const made = await runTool(["losetup", "--find", "--show", path]);
    const device = made.stdout.trim();
    truncateSync(path, 0);
    try {
      if (made.exitCode !== 0) {
        console.log(`not run: a device over anybody else's file: ${made.stderr.trim()}`);
        return;
      }
      assert.equal(await sweepDeadLoops("disk.img", runTool), []);
      const listed = await runTool(["losetup", "--associated", path]);
      assert.ok(listed.stdout.startsWith(device), listed.stdout);
    } finally {
      if (made.exitCode === 0) await runTool(["losetup", "--detach", device]);
      rmSync(folder, { recursive: true });
    }
  },
);

onLoopDevices(
  "the reference on a block device holds, and an abrupt end leaves no device",
  async () => {
    const scenario = loadScenario("prove");
    const image = await prepareImage(scenario, () => undefined);
    const rows: BlockRow[] = [];
    const controller = new AbortController();
    const row = (each: BlockRow): void => {
      rows.push(each);
      if (each.check.startsWith("kill")) controller.abort(new Error("enough"));
    };
    const run = runOnBlockDevices(
      {
        ...{ scenario, target: loadTarget("reference"), imagePath: image.path },
        ...{ kinds: ["nvme"], seed: "1", killCount: 2 },
      },
      { row, notice: () => undefined },
      0,
      controller.signal,
    );
    const end = await run.catch((error: unknown) => String(error));
    if (typeof end === "object" && end.kind === "not run") {
      console.log(`not run: the reference on a block device: ${end.why}`);
      return;
    }
    assert.is(end, "Error: enough");
    assert.equal(
      rows.filter(({ result }) => result !== "held"),
      [],
    );
    assert.is(rows.length, 8);
    assert.equal(await sweepDeadLoops("disk.img", runTool), [], "a device is left");
  },
);

test.run();
