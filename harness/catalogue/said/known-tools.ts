import { basename } from "node:path";
import type { Expectation } from "../../model/expectation.js";

/** A tool of disks, by its name, and what words of its command line give up. */
interface KnownTool {
  readonly program: RegExp;
  /** Whether its words say that all of the disk is given up. */
  readonly wipes: (words: readonly string[]) => boolean;
  /** The numbers of the partitions that its words remove. */
  readonly removes?: (words: readonly string[]) => readonly string[];
}

const disk = "{disk}";

const knownTools: readonly KnownTool[] = [
  {
    program: /^parted$/,
    wipes: (words) => partedWords(words).some((word) => /^mk(?:label|table)$/.test(word)),
    removes: (words) => valuesAfter(partedWords(words), /^rm$/),
  },
  {
    program: /^sgdisk$/,
    wipes: (words) =>
      words.some((word) => /^--(?:clear|zap|zap-all)$/.test(word) || sgdiskWipe.test(word)),
    removes: (words) => [
      ...valuesAfter(words, sgdiskDelete),
      ...words.flatMap((word) => sgdiskDeleteValue.exec(word)?.[1] ?? []),
    ],
  },
  {
    program: /^sfdisk$/,
    wipes: (words) => words.includes("--delete") && numbersAfterDisk(words).length === 0,
    removes: (words) => (words.includes("--delete") ? numbersAfterDisk(words) : []),
  },
  {
    program: /^(?:mkfs(?:\..+)?|mke2fs|mkdosfs|mkntfs|mkswap)$/,
    // At an offset it takes a part of the disk, and which one is more than its words tell.
    wipes: (words) => words.includes(disk) && !words.some((word) => offset.test(word)),
  },
  {
    program: /^wipefs$/,
    wipes: (words) =>
      words.some((word) => /^(?:--all|-[a-z]*a[a-z]*)$/.test(word)) &&
      !words.some((word) => /^(?:--no-act|-[a-z]*n[a-z]*)$/.test(word)),
  },
  {
    program: /^blkdiscard$/,
    wipes: (words) => !words.some((word) => /^(?:--offset|--length|-[a-z]*[ol])/.test(word)),
  },
  { program: /^cryptsetup$/, wipes: (words) => words.includes("luksFormat") },
];

const offset = /^(?:--offset|(?:.*,)?offset=)/;
/** Short options that take no value stand together in one word: `-og`. */
const sgdiskFlags = "-[BDeEfFgGLopPsvVzZ]*";
const sgdiskWipe = new RegExp(`^${sgdiskFlags}[ozZ]`);
const sgdiskDelete = new RegExp(`^(?:--delete|${sgdiskFlags}d)$`);
const sgdiskDeleteValue = new RegExp(`^(?:--delete=|${sgdiskFlags}d)(\\d+)$`);

/** One argument of parted may hold several of its words. */
function partedWords(words: readonly string[]): string[] {
  return words.flatMap((word) => word.split(/\s+/));
}

/** The numbers that come next after words of a kind. */
function valuesAfter(words: readonly string[], kind: RegExp): string[] {
  return words.filter((word, index) => isNumber(word) && kind.test(words[index - 1] ?? ""));
}

function numbersAfterDisk(words: readonly string[]): string[] {
  return words.slice(words.indexOf(disk) + 1).filter(isNumber);
}

function isNumber(word: string): boolean {
  return /^\d+$/.test(word);
}

/**
 * What the command line of a known tool itself names to remove or to wipe: its user means that. The
 * text inside of a `sh -c` is not read.
 */
export function expectationsIn([program = "", ...words]: readonly string[]): Expectation[] {
  const tool = knownTools.find((each) => each.program.test(basename(program)));
  if (tool === undefined) return [];
  if (tool.wipes(words)) return [{ kind: "wipe" }];
  const names = (tool.removes?.(words) ?? []).map((number) => `partition ${Number(number)}`);
  return names.length === 0 ? [] : [{ kind: "gone", names }];
}
