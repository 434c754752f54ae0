/** What an uninterrupted run makes of its image, as a line for the shell prints it. */
export interface RunFact {
  readonly name: string;
  /** `{disk}` is the disk, `{here}` is fixtures/commands. */
  readonly prints: string;
  readonly before: string;
  readonly after: string;
}

const text = (path: string) => `debugfs -R 'cat ${path}' {disk}`;
const fsck = "e2fsck -fn {disk} > /dev/null; echo $?";
const mended = "cp {disk} {disk}.2; e2fsck -fy {disk}.2 > /dev/null";
const zerosIn = (skip: number, count: number) =>
  `dd if={disk} bs=1M skip=${skip} count=${count} status=none | tr -d '\\0' | head -c 1 | wc -c`;
const numbers = "sfdisk -d {disk} | sed -n 's/^[^ ]*\\([0-9]\\) : .*/\\1/p' | tr '\\n' ' '";
const slot = "sh {here}/views/active-slot.sh {disk} | head -n 1";
const stat = (path: string, field: string) =>
  `debugfs -R 'stat ${path}' {disk} | grep -o '${field}[: ]*[0-9]*' | head -n 1`;
const bothFiles = `${text("/etc/config")}; ${text("/etc/hosts")}`;
const old = "generation=1\n127.0.0.1 localhost";
const changed = "generation=2\n127.0.0.2 localhost";
const environment = "head -c 8192 {disk} | tr '\\0' '\\n' | grep -a -e delay -e serial";

/** In the order of the catalogue. */
export const runFacts: readonly RunFact[] = [
  { name: "wipes-a-partition", prints: zerosIn(1, 4), before: "1", after: "0" },
  { name: "removes-a-partition", prints: numbers, before: "1 2 3 4", after: "1 2 3" },
  {
    name: "drops-modes",
    prints: stat("/bin/su", "Mode"),
    before: "Mode:  04755",
    after: "Mode:  0755",
  },
  {
    name: "drops-owners",
    prints: stat("/home/notes", "User"),
    before: "User:  1000",
    after: "User:     0",
  },
  {
    name: "drops-attributes",
    prints: "debugfs -R 'ea_get /home/notes user.origin' {disk}",
    before: 'user.origin (7) = "scanner"',
    after: "",
  },
  { name: "deletes-beside", prints: text("/etc/keep"), before: "not to be lost", after: "" },
  { name: "deletes-beside", prints: fsck, before: "0", after: "0" },
  {
    name: "replaces-unasked",
    prints: text("/etc/config"),
    before: "generation=1",
    after: "generation=2",
  },
  { name: "cuts-the-disk", prints: "stat -c %s {disk}", before: "25165824", after: "12582912" },
  {
    name: "guest-data-lost",
    prints: "qemu-io -f qcow2 -c 'read -P 7 0 64k' {disk} | grep -c failed",
    before: "0",
    after: "1",
  },
  {
    name: "environment-value-dropped",
    prints: environment,
    before: "bootdelay=2\nserial=0042",
    after: "bootdelay=10",
  },
  { name: "marks-a-free-block", prints: fsck, before: "0", after: "4" },
  {
    name: "marks-a-free-block",
    prints: `${mended}; debugfs -R 'ls -p /etc' {disk}.2 | grep -c ^/`,
    before: "7",
    after: "7",
  },
  { name: "uuid-under-checksums", prints: fsck, before: "0", after: "0" },
  { name: "e2fsck-with-checksums", prints: fsck, before: "0", after: "0" },
  { name: "unlinks-first", prints: text("/etc/kept"), before: "", after: "not to be lost" },
  { name: "unlinks-first", prints: fsck, before: "0", after: "0" },
  { name: "block-left-marked", prints: fsck, before: "0", after: "0" },
  {
    name: "environment-in-pieces",
    prints: environment,
    before: "bootdelay=2\nserial=0042",
    after: "bootdelay=10\nserial=0042",
  },
  { name: "stuck-half-way", prints: bothFiles, before: old, after: changed },
  { name: "lock-kept", prints: bothFiles, before: old, after: changed },
  { name: "dies-on-resume", prints: bothFiles, before: old, after: changed },
  { name: "waits-for-ever", prints: bothFiles, before: old, after: changed },
  { name: "says-done-on-ctrl-c", prints: bothFiles, before: old, after: changed },
  { name: "stops-on-ctrl-c", prints: bothFiles, before: old, after: changed },
  { name: "table-in-place", prints: numbers, before: "1 2 3 4", after: "1 2 3 4 5" },
  { name: "table-by-sgdisk", prints: numbers, before: "1 2 3 4", after: "1 2 3 4 5" },
  {
    name: "reordered-by-sfdisk",
    prints: "sgdisk -i 1 {disk} | sed -n 's/^Partition name: //p'",
    before: "'SECOND'",
    after: "'FIRST'",
  },
  { name: "logical-linked-first", prints: numbers, before: "1 2 5 6", after: "1 2 5 6 7" },
  { name: "logical-linked-last", prints: numbers, before: "1 2 5 6", after: "1 2 5 6 7" },
  { name: "logical-cleared-first", prints: numbers, before: "1 2 5 6", after: "1 2 5 6" },
  { name: "slot-switched-first", prints: slot, before: "release 1", after: "release 2" },
  { name: "slot-unflushed", prints: slot, before: "release 1", after: "release 2" },
  { name: "says-done-unflushed", prints: slot, before: "release 1", after: "release 2" },
  { name: "slot-filled-first", prints: slot, before: "release 1", after: "release 2" },
  {
    name: "removes-as-told",
    prints: `sgdisk -v {disk} | grep -c 'No problems'; ${numbers}`,
    before: "1\n1 2 3 4",
    after: "1\n1 2 3",
  },
  {
    name: "table-switched",
    prints: `sgdisk -v {disk} | grep -c 'No problems'; ${numbers}`,
    before: "1\n1 2 3 4",
    after: "1\n1 2 3 4 5",
  },
  {
    name: "grows-the-disk",
    prints: `stat -c %s {disk}; ${numbers}`,
    before: "25165824\n1 2 3 4",
    after: "33554432\n1 2 3 4",
  },
  {
    name: "environment-repadded",
    prints: "tail -c 1 {disk} | od -An -tx1; tr '\\0' '\\n' < {disk} | grep -a -c =",
    before: " 00\n102",
    after: " ff\n102",
  },
  {
    name: "uuid-without-checksums",
    prints: `${fsck}; blkid -p -o value -s UUID {disk} | tail -c 2`,
    before: "0\n1",
    after: "0\n2",
  },
  { name: "e2fsck-without-checksums", prints: fsck, before: "4", after: "0" },
  { name: "links-first", prints: text("/etc/kept"), before: "", after: "not to be lost" },
  { name: "wipes-the-disk", prints: zerosIn(0, 8), before: "1", after: "0" },
];

/** What comes of it where it is killed after so many of its `dd`, and run again. */
export interface CutFact {
  readonly name: string;
  readonly writeCount: number;
  /** How the second run ends; null where a signal ends it. */
  readonly exitCode: number | null;
  readonly prints: string;
  readonly after: string;
}

/** Those that write with `dd`: a kill can be placed with no more than another `dd` on PATH. */
export const cutFacts: readonly CutFact[] = [
  {
    name: "half-replaced",
    writeCount: 1,
    exitCode: 0,
    prints: `${text("/etc/motd")} | sort | uniq -c | tr -s ' '`,
    after: " 128 new\n 128 old",
  },
  { name: "stuck-half-way", writeCount: 2, exitCode: 1, prints: "head -c 4 {disk}", after: "busy" },
  {
    name: "dies-on-resume",
    writeCount: 1,
    exitCode: null,
    prints: bothFiles,
    after: "generation=2\n127.0.0.1 localhost",
  },
  {
    name: "lock-kept",
    writeCount: 1,
    exitCode: 0,
    prints: "rm /dev/shm/lock-kept && echo kept",
    after: "kept",
  },
  { name: "block-left-marked", writeCount: 1, exitCode: 0, prints: fsck, after: "4" },
  {
    name: "bystander-as-scratch",
    writeCount: 1,
    exitCode: 0,
    prints: "dd if={disk} bs=512 skip=30000 count=1 status=none | head -c 16",
    after: "it has been begu",
  },
  {
    name: "leftovers-in-free-space",
    writeCount: 1,
    exitCode: 0,
    prints: "dd if={disk} bs=512 skip=40000 count=1 status=none | head -c 16",
    after: "it has been begu",
  },
  {
    name: "chs-left-other",
    writeCount: 1,
    exitCode: 0,
    prints: "dd if={disk} bs=1 skip=451 count=3 status=none | od -An -tx1",
    after: " fe ff ff",
  },
  { name: "logical-linked-first", writeCount: 1, exitCode: 0, prints: numbers, after: "1 2 5 6" },
  { name: "logical-linked-last", writeCount: 1, exitCode: 0, prints: numbers, after: "1 2 5 6 7" },
  { name: "logical-cleared-first", writeCount: 1, exitCode: 0, prints: numbers, after: "1 2" },
  { name: "slot-switched-first", writeCount: 4, exitCode: 0, prints: slot, after: "release 2" },
  {
    name: "slot-switched-first",
    writeCount: 4,
    exitCode: 0,
    prints: "sh {here}/views/active-slot.sh {disk} | tail -n 2 | head -n 1",
    after: "release 0",
  },
  {
    name: "count-first",
    writeCount: 1,
    exitCode: 0,
    prints: "sh {here}/views/counted-records.sh {disk} | tr -s ' ' | tail -n 1",
    after: "city=graz end",
  },
  {
    name: "record-first",
    writeCount: 1,
    exitCode: 0,
    prints: "sh {here}/views/counted-records.sh {disk} | tr -s ' ' | tail -n 1",
    after: "town=linz end",
  },
  {
    name: "log-cleared-last",
    writeCount: 4,
    exitCode: 0,
    prints: "sh {here}/views/swapped.sh {disk} | tr -s ' '",
    after: "the second text \nthe first text",
  },
];
