import { test } from "uvu";
import * as assert from "uvu/assert";
import { formatExpectation } from "../../model/expectation.js";
import { expectationsIn } from "./known-tools.js";

const said = (line: string) => expectationsIn(line.split(" ")).map(formatExpectation).join("; ");

const lines: Readonly<Record<string, string>> = {
  "parted -s {disk} rm 4": "gone: partition 4",
  "/sbin/parted -s {disk} rm 4 rm 2 print": "gone: partition 4, partition 2",
  "parted -s {disk} mklabel gpt": "wipe",
  "parted -s {disk} mktable msdos mkpart rm 1MiB 2MiB": "wipe",
  "parted -s {disk} name 4 rm": "",
  "parted -s {disk} resizepart 4 50%": "",
  "sgdisk -d 4 {disk}": "gone: partition 4",
  "sgdisk -d4 --delete=5 --delete 6 {disk}": "gone: partition 6, partition 4, partition 5",
  "sgdisk -gd 4 {disk}": "gone: partition 4",
  "sgdisk -o {disk}": "wipe",
  "sgdisk -og {disk}": "wipe",
  "sgdisk -Z {disk}": "wipe",
  "sgdisk -z {disk}": "wipe",
  "sgdisk --zap-all {disk}": "wipe",
  "sgdisk --zap {disk}": "wipe",
  "sgdisk --clear {disk}": "wipe",
  "sgdisk -c 1:zero -n2:0:0 -t3:ef00 {disk}": "",
  "sgdisk --move-second-header {disk}": "",
  "sfdisk --delete {disk} 4 05": "gone: partition 4, partition 5",
  "sfdisk --delete {disk}": "wipe",
  "sfdisk -q --wipe always {disk}": "",
  "sfdisk --relocate gpt-bak-std {disk}": "",
  "mkfs.ext4 -q {disk}": "wipe",
  "mkfs -t vfat {disk}": "wipe",
  "mke2fs -F {disk}": "wipe",
  "mke2fs -F -E lazy_itable_init=0,offset=1048576 {disk}": "",
  "mkfs.fat --offset=2048 {disk}": "",
  "mkswap {disk}": "wipe",
  "mkfs.ext4 -V": "",
  "wipefs -a {disk}": "wipe",
  "wipefs -qaf {disk}": "wipe",
  "wipefs --all {disk}": "wipe",
  "wipefs -an {disk}": "",
  "wipefs {disk}": "",
  "blkdiscard -f {disk}": "wipe",
  "blkdiscard --offset 0 -l 4096 {disk}": "",
  "cryptsetup -q luksFormat {disk}": "wipe",
  "cryptsetup luksOpen {disk} x": "",
  "cfdisk {disk}": "",
  "e2fsck -fy {disk}": "",
};

for (const [line, expected] of Object.entries(lines)) {
  test(`${line}: ${expected === "" ? "nothing is given up" : expected}`, () => {
    assert.is(said(line), expected);
  });
}

test("what a shell is told to do is not read", () => {
  assert.equal(expectationsIn(["sh", "-c", "parted -s {disk} rm 4"]), []);
  assert.equal(expectationsIn([]), []);
});

test("several words of parted may be one argument", () => {
  assert.equal(expectationsIn(["parted", "-s", "{disk}", "rm 4"]), [
    { kind: "gone", names: ["partition 4"] },
  ]);
});

test.run();
