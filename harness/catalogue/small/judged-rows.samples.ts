/** A command on a small image, and what an expert says of it: without a crash, and at some. */
export interface JudgedRow {
  readonly name: string;
  /** A script of fixtures/commands/images. */
  readonly image: string;
  readonly command: readonly [string, ...string[]];
  /** Programs that not every machine has. */
  readonly tools: readonly string[];
  /** A command that prints its version, and the version whose writes the numbers here count. */
  readonly version?: { readonly line: string; readonly says: string };
  /** As `--points` takes it. */
  readonly points: string;
  /** The verdict after each of these writes: a class, and a good end in brackets. */
  readonly ends: Readonly<Record<number, string>>;
  /** "class, place" of each finding without a crash. */
  readonly uncrashed?: readonly string[];
  /** Part of what is to be known before any crash. */
  readonly notice?: string;
}

const held = "(finished)";
const notRepeatable = "not repeatable: a second run says";

export const judgedRows: readonly JudgedRow[] = [
  {
    name: "zeros over three partitions",
    image: "partitions",
    command: ["dd", "if=/dev/zero", "of={disk}", "bs=1M", "seek=1", "count=9", "conv=notrunc"],
    tools: [],
    points: "write=9..18:9",
    uncrashed: ["silently lost, ROOT", "silently lost, BOOT", "silently lost, DATA"],
    ends: { 9: "(recovered)", 18: held },
  },
  {
    name: "parted removes a partition: a second run finds it gone",
    image: "partitions",
    command: ["parted", "-s", "{disk}", "rm", "4"],
    tools: ["parted", "sgdisk"],
    version: { line: "parted --version", says: "parted) 3.5" },
    points: "write=3..5:2",
    notice: notRepeatable,
    ends: { 3: "stuck", 5: held },
  },
  {
    name: "a disk that is cut behind the work",
    image: "partitions",
    command: [
      "sh",
      "-c",
      "printf x | dd of={disk} bs=1 seek=40000 conv=notrunc status=none; truncate -s 12M {disk}",
    ],
    tools: [],
    points: "all",
    uncrashed: [
      "unreadable, GPT",
      ...["ROOT", "BOOT", "DATA", "SPARE"].map((name) => `silently lost, ${name}`),
    ],
    ends: { 1: "(recovered)", 2: held },
  },
  {
    name: "sfdisk --reorder: the protective MBR comes last, and only its CHS end differs",
    image: "disordered",
    command: ["sfdisk", "--reorder", "{disk}"],
    tools: ["sfdisk"],
    version: { line: "sfdisk --version", says: "util-linux 2.38." },
    points: "write=3..4",
    ends: { 3: "unbootable at the crash", 4: held },
  },
  {
    name: "resize2fs moves blocks: it asks for e2fsck, which loses nothing",
    image: "moved",
    command: ["resize2fs", "{disk}", "32M"],
    tools: [],
    version: { line: "resize2fs 2>&1", says: "resize2fs 1.47.0" },
    points: "write=9..19:5",
    ends: { 9: "needs repair", 14: "needs repair", 19: "needs repair" },
  },
  {
    name: "tune2fs -U under checksums: the usual repair deletes what is whole",
    image: "checksums",
    command: ["tune2fs", "-fU", "11111111-2222-3333-4444-555555555555", "{disk}"],
    tools: [],
    version: { line: "resize2fs 2>&1", says: "resize2fs 1.47.0" },
    points: "write=2..32:15",
    ends: { 2: "destroyed by repair", 17: "destroyed by repair", 32: held },
  },
  {
    name: "fatresize moves clusters in place",
    image: "fat16",
    command: ["fatresize", "-f", "-s", "48Mi", "-n", "1", "{disk}"],
    tools: ["fatresize"],
    version: { line: "fatresize --help 2>&1", says: "fatresize 1.1.0" },
    points: "write=9..17:8",
    ends: { 9: "silently lost", 17: held },
  },
  {
    name: "qemu-img resize: a leaked cluster, and the guest's content is the same",
    image: "guest",
    command: ["qemu-img", "resize", "-q", "-f", "qcow2", "{disk}", "1G"],
    tools: ["qemu-img", "qemu-io"],
    version: { line: "qemu-img --version", says: "version 7.2." },
    points: "write=1..5:4",
    ends: { 1: "needs repair", 5: held },
  },
  {
    name: "work that is refused once it is done",
    image: "plain",
    command: [
      "sh",
      "-c",
      '[ "$(head -c1 {disk})" = A ] && exit 1; printf A | dd of={disk} conv=notrunc status=none',
    ],
    tools: [],
    points: "all",
    notice: notRepeatable,
    ends: { 1: held },
  },
];
