import { test } from "uvu";
import * as assert from "uvu/assert";
import { outcomeOf, repairOf } from "./repairs.js";

/** What each command of a repair says by some exit codes. */
function outcomes(type: string, ...exitCodes: number[]): string[] {
  return (repairOf(type) ?? []).map((step) => {
    const said = exitCodes.map((exitCode) => {
      const outcome = outcomeOf(step, exitCode);
      return outcome.kind === "refused" ? outcome.why : outcome.kind;
    });
    return `${step.command.join(" ")}, ${step.mostPasses}: ${said.join(", ")}`;
  });
}

test("ext4: 4 and more is not enough, 16 and more is no try", () => {
  const said = "enough, enough, enough, not enough, not enough, not enough, not tried, not tried";
  const want = [`e2fsck -p, 1: ${said}`, `e2fsck -fy, 3: ${said}`];
  assert.equal(outcomes("ext4", 0, 1, 2, 4, 8, 12, 16, 127), want);
  for (const type of ["ext2", "ext3"]) assert.is(repairOf(type), repairOf("ext4"));
});

test("FAT: 1 is whatever it has found, 2 is wrong usage", () => {
  const want = ["fsck.fat -a, 3: enough, enough, not tried, not tried"];
  for (const type of ["fat12", "fat16", "fat32"]) {
    assert.equal(outcomes(type, 0, 1, 2, 126), want);
  }
});

test("xfs_repair refuses a log that is to be replayed", () => {
  const why = "xfs_repair wants its log to be replayed first, which only a mount does";
  assert.equal(outcomes("xfs", 0, 1, 2), [`xfs_repair -f, 3: enough, not enough, ${why}`]);
});

test("f2fs, exfat and ntfs", () => {
  const said = "enough, not enough, not tried";
  assert.equal(outcomes("f2fs", 0, 255, 127), [
    `fsck.f2fs -a, 1: ${said}`,
    `fsck.f2fs -f -y, 3: ${said}`,
  ]);
  assert.equal(outcomes("exfat", 1, 4, 8, 16), [
    "fsck.exfat -a, 1: enough, not enough, not enough, not tried",
    "fsck.exfat -y, 3: enough, not enough, not enough, not tried",
  ]);
  assert.equal(outcomes("ntfs", 0, 1, 127), [`ntfsfix, 3: ${said}`]);
});

test("qcow2: leaks first, and 1 where that alone is not possible", () => {
  assert.equal(outcomes("qcow2", 0, 1, 2, 3, 63), [
    "qemu-img check -f qcow2 -r leaks, 1: enough, not enough, not enough, not enough, not tried",
    "qemu-img check -f qcow2 -r all, 3: enough, not enough, not enough, not enough, not tried",
  ]);
});

test("of a btrfs only superblocks are mended, and never by `btrfs check --repair`", () => {
  const [step, ...more] = repairOf("btrfs") ?? [];
  assert.ok(step);
  assert.equal([step.command.join(" "), more], ["btrfs rescue super-recover -y", []]);
  assert.equal(
    [0, 1, 2].map((code) => outcomeOf(step, code).kind),
    ["enough", "not enough", "enough"],
  );
});

test("what has no checker has no usual repair", () => {
  for (const type of ["lvm", "squashfs", "garbage"]) assert.is(repairOf(type), undefined);
});

test.run();
