import { fsckFailures } from "../fsck/checkers.js";

/** One command of the usual repair of a file system. */
export interface RepairStep {
  /** The program and its options. The path of a file that it may write to follows. */
  readonly command: readonly [string, ...string[]];
  readonly mostPasses: number;
  /** Exit codes by which it says that all is well now. Any other says that it is not. */
  readonly enough: readonly number[];
  /** Exit codes by which it says that it has not tried: wrong usage, not started. */
  readonly notTried: readonly number[];
  /** Exit codes by which it refuses to try, and why it does. */
  readonly refusals?: Readonly<Record<number, string>>;
}

/** What a step says by its exit code. */
export type StepOutcome =
  | { readonly kind: "enough" | "not enough" | "not tried" }
  | { readonly kind: "refused"; readonly why: string };

const handPasses = 3;

/** Fsck(8): 1 is mended, 2 wants a reboot, 4 leaves errors, 8 could not go on. */
const usual = { enough: [0, 1, 2, 3], notTried: fsckFailures };
const byHand = { ...usual, mostPasses: handPasses };

/**
 * A boot runs `fsck -a`, which is the same as -p, and leaves all that is not harmless to the user.
 * It looks into a file system only where that is not marked as clean.
 */
const ext: readonly RepairStep[] = [
  { ...usual, command: ["e2fsck", "-p"], mostPasses: 1 },
  { ...byHand, command: ["e2fsck", "-fy"] },
];

/**
 * A boot runs -a, and a user can do no more by hand: -y is the same, -w writes the same at once,
 * and -r asks before it does the same. It ends with 1 whatever it has found, mended or not.
 */
const fat: readonly RepairStep[] = [
  {
    command: ["fsck.fat", "-a"],
    mostPasses: handPasses,
    enough: [0, 1],
    notTried: [2, ...fsckFailures],
  },
];

/** A boot replays the log by mounting. A user who can't do that loses what is in it, with -L. */
const xfs: readonly RepairStep[] = [
  {
    command: ["xfs_repair", "-f"],
    mostPasses: handPasses,
    enough: [0],
    notTried: [126, 127],
    refusals: { 2: "xfs_repair wants its log to be replayed first, which only a mount does" },
  },
];

/** A boot's -a mends only what the kernel has noted as broken; it ends with 0 over all the rest. */
const f2fs: readonly RepairStep[] = [
  { command: ["fsck.f2fs", "-a"], mostPasses: 1, enough: [0], notTried: [126, 127] },
  { command: ["fsck.f2fs", "-f", "-y"], mostPasses: handPasses, enough: [0], notTried: [126, 127] },
];

const exfat: readonly RepairStep[] = [
  { ...usual, command: ["fsck.exfat", "-a"], mostPasses: 1 },
  { ...byHand, command: ["fsck.exfat", "-y"] },
];

/** Linux has no more for it: the rest is left to Windows, and a boot does nothing. */
const ntfs: readonly RepairStep[] = [
  { command: ["ntfsfix"], mostPasses: handPasses, enough: [0], notTried: [126, 127] },
];

/** Leaks can be given back without a risk. It ends with 1 where that alone is not possible. */
const qcow2: readonly RepairStep[] = ["leaks", "all"].map((what) => ({
  command: ["qemu-img", "check", "-f", "qcow2", "-r", what],
  mostPasses: what === "all" ? handPasses : 1,
  enough: [0],
  notTried: [63, 126, 127],
}));

/**
 * Superblocks are taken from their copies, as btrfs-rescue(8) has it; 2 says that some were. Its
 * manual warns of `btrfs check --repair`, and no boot runs it.
 */
const btrfs: readonly RepairStep[] = [
  {
    command: ["btrfs", "rescue", "super-recover", "-y"],
    mostPasses: 1,
    enough: [0, 2],
    notTried: [126, 127],
  },
];

const repairs = new Map<string, readonly RepairStep[]>([
  ["ext2", ext],
  ["ext3", ext],
  ["ext4", ext],
  ["fat12", fat],
  ["fat16", fat],
  ["fat32", fat],
  ["xfs", xfs],
  ["f2fs", f2fs],
  ["exfat", exfat],
  ["ntfs", ntfs],
  ["qcow2", qcow2],
  ["btrfs", btrfs],
]);

/**
 * What a boot does to mend a file system of this type, and then a user by hand, as Debian has it.
 * Undefined where there is no usual repair.
 */
export function repairOf(type: string): readonly RepairStep[] | undefined {
  return repairs.get(type);
}

/** What a step says by this exit code. */
export function outcomeOf(step: RepairStep, exitCode: number): StepOutcome {
  const why = step.refusals?.[exitCode];
  if (why !== undefined) return { kind: "refused", why };
  if (step.notTried.includes(exitCode)) return { kind: "not tried" };
  return { kind: step.enough.includes(exitCode) ? "enough" : "not enough" };
}
