import { test } from "uvu";
import * as assert from "uvu/assert";
import { tellingWords } from "./telling-words.js";

/** What tools of e2fsprogs 1.47.0, squashfs-tools 4.5.1 and others have printed, and what tells. */
const real: readonly { tool: string; stdout?: string; stderr?: string; tells: string }[] = [
  {
    tool: "resize2fs: who it is stands on stderr, what is wrong on stdout",
    stderr: "resize2fs 1.47.0 (5-Feb-2023)\n",
    stdout: "Please run 'e2fsck -f disk.img' first.\n\n",
    tells: "Please run 'e2fsck -f disk.img' first.",
  },
  {
    tool: "resize2fs, finished",
    stderr: "resize2fs 1.47.0 (5-Feb-2023)\n",
    stdout:
      "Resizing the filesystem on s.img to 98304 (1k) blocks.\n" +
      "The filesystem on s.img is now 98304 (1k) blocks long.\n\n",
    tells:
      "Resizing the filesystem on s.img to 98304 (1k) blocks. | " +
      "The filesystem on s.img is now 98304 (1k) blocks long.",
  },
  {
    tool: "e2fsck: advice comes last",
    stderr:
      "e2fsck 1.47.0 (5-Feb-2023)\n" +
      "e2fsck: Superblock checksum does not match superblock while trying to open b.img\n",
    stdout:
      "ext2fs_open2: Superblock checksum does not match superblock\n" +
      "e2fsck: Superblock invalid, trying backup blocks...\n\n" +
      "The superblock could not be read or does not describe a valid ext2/ext3/ext4\n" +
      "filesystem.  If the device is valid and it really contains an ext2/ext3/ext4\n" +
      "filesystem (and not swap or ufs or something else), then the superblock\n" +
      "is corrupt, and you might try running e2fsck with an alternate superblock:\n" +
      "    e2fsck -b 8193 <device>\n or\n    e2fsck -b 32768 <device>\n\n",
    tells:
      "e2fsck: Superblock checksum does not match superblock while trying to open b.img | " +
      "The superblock could not be read or does not describe a valid ext2/ext3/ext4 | " +
      "is corrupt, and you might try running e2fsck with an alternate superblock:",
  },
  {
    tool: "parted",
    stderr: "Error: disk.img: unrecognised disk label\n",
    tells: "Error: disk.img: unrecognised disk label",
  },
  {
    tool: "sfdisk: what comes after the error",
    stderr:
      "p.img1: No free sectors available.\nFailed to add #1 partition: No space left on device\n",
    stdout:
      "Checking that no-one is using this disk right now ... OK\n\n" +
      "Disk p.img: 4 MiB, 4194304 bytes, 8192 sectors\nLeaving.\n\n",
    tells:
      "p.img1: No free sectors available. | " +
      "Failed to add #1 partition: No space left on device",
  },
  {
    tool: "sgdisk",
    stdout:
      "Creating new GPT entries in memory.\nPartition number 3 out of range!\n" +
      "Error 0 deleting partition!\nError encountered; not saving changes.\n",
    tells:
      "Partition number 3 out of range! | Error 0 deleting partition! | " +
      "Error encountered; not saving changes.",
  },
  {
    tool: "mksquashfs: figures come last, and a bar that was written over",
    stderr:
      "Failed to read existing filesystem - will not overwrite - ABORTING!\n" +
      "To force Mksquashfs to write to this file use -noappend\n",
    stdout:
      "Parallel mksquashfs: Using 1 processor\nScanning existing filesystem...\n" +
      "If Mksquashfs aborts abnormally (i.e. power failure), run\n" +
      "\r[=====|      ] 12/40  30%\r[==========\\] 40/40 100%\n\n\tNumber of ids 1\n",
    tells: "Failed to read existing filesystem - will not overwrite - ABORTING!",
  },
  {
    tool: "fatresize: it tells its version after the error",
    stdout: "fatresize 1.1.0 (20221231)\npart(start=2048, end=133119, length=131072)\n",
    stderr: "Error: \\@@@@.@ is 1049616k, but it has 266 clusters (532k).\n",
    tells: "Error: \\@@@@.@ is 1049616k, but it has 266 clusters (532k).",
  },
  {
    tool: "mke2fs: counts that are taken back",
    stdout:
      "mke2fs 1.47.0 (5-Feb-2023)\nDiscarding device blocks:    0/8192" +
      "\b".repeat(9) +
      "         " +
      "\b".repeat(9) +
      "done                            \n" +
      "Allocating group tables: 0/1\b\b\b   \b\b\bdone                            \n",
    tells: "Discarding device blocks: done | Allocating group tables: done",
  },
  {
    tool: "a program in Go, with times",
    stderr:
      "2026/11/27 22:47:45 Resize operation failed: e2fsck failed: exit status 12\n" +
      "e2fsck 1.47.0 (5-Feb-2023)\ne2fsck: aborted\n",
    tells:
      "2026/11/27 22:47:45 Resize operation failed: e2fsck failed: exit status 12 | " +
      "e2fsck: aborted",
  },
  {
    tool: "one that says that there are no errors",
    stderr: "0 errors, no bad blocks, done without any warnings\n",
    stdout: "wrote 12 sectors\n",
    tells: "0 errors, no bad blocks, done without any warnings",
  },
  {
    tool: "like lines are one",
    stderr: "read error at 512\nread error at 1024\nread error at 2048\nfatal: giving up\n",
    tells: "read error at 2048 | fatal: giving up",
  },
  {
    tool: "colours, and the ends of lines of another system",
    stdout: "\u001b[1;31mfatal:\u001b[0m no room\r\nbye\r\n",
    tells: "fatal: no room",
  },
  { tool: "silence", stdout: "\n", tells: "nothing" },
];

for (const { tool, stdout = "", stderr = "", tells } of real) {
  test(`${tool}: what tells is told`, () => {
    assert.is(tellingWords({ stdout, stderr }), tells);
  });
}

test("a line of any length is told in short", () => {
  assert.is(tellingWords({ stdout: "", stderr: `error ${"x".repeat(1000)}` }).length, 240);
});

test("megabytes, and a line without an end, are looked at from their end", () => {
  const stdout = `${"a b, ".repeat(500_000)}\n${".".repeat(300_000)}`;
  assert.is(tellingWords({ stdout, stderr: "it failed" }), "it failed");
  const long = tellingWords({ stdout: "a b, ".repeat(500_000), stderr: "" });
  assert.is(long.length, 240);
});

test.run();
