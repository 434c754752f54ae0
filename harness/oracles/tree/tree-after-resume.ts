import type { Judgement, Told } from "../../model/judgement.js";
import type { TreeDifferences } from "../../model/tree/tree-entry.js";
import type { Fault, FindingClass, HeldClass } from "../../model/verdict.js";
import { againstGolden, mismatchText, type Mismatch } from "./against-golden.js";
import type { TreeExpected } from "./tree-expected.js";
import { placeOf, treeFaults, type Classed } from "./tree-faults.js";
import { isLoss, remainsOf } from "./tree-losses.js";

/** A tree after the last resume, and what its user was told. */
export interface EndedTree {
  /** From the base. */
  readonly now: TreeDifferences;
  readonly told: Told;
  /** Whether a file has only zeros in it. */
  readonly isZeros: (path: string) => boolean;
}

/** How one more run on a finished tree has ended, where that was not well. */
export interface TreeRerun {
  readonly exitedZero: boolean;
  /** From the base. */
  readonly left: TreeDifferences;
}

/** What a tree is judged by. */
export interface TreeJudgedBy {
  readonly expected: TreeExpected;
  readonly rerun?: TreeRerun;
  /** The user's own view takes the place of content. */
  readonly isViewed: boolean;
}

/**
 * Judges a tree after the last resume by what is in it and by what the user was told: like golden
 * is recovered; like the base with an honest non-zero exit is refused; like what one more run makes
 * of a finished tree, and told so, is finished; all else is wrong.
 */
export function checkTreeAfterResume(by: TreeJudgedBy, ended: EndedTree): Judgement {
  const { now, told, isZeros } = ended;
  const mismatches = againstGolden(by.expected, now).filter((each) => !isLeftToView(by, each));
  if (mismatches.length === 0) {
    return held("recovered", told.exitedZero ? [] : [stuck(told, ["the work is done"])]);
  }
  const isAsBefore = now.size === 0;
  if (!told.exitedZero && isAsBefore) return held("refused", []);
  if (told.isRepair === true && isAsBefore) return held("undone", []);
  if (isAsRerun(by, ended)) return held("finished", []);
  const remains = remainsOf(now, isZeros);
  const losses = withTheirFolders(
    mismatches,
    mismatches.filter((each) => isLoss(each, remains)),
  );
  const classed = mismatches.map((mismatch): Classed => {
    const lost = told.exitedZero ? "silently lost" : "lost";
    return { mismatch, class: losses.has(mismatch) ? lost : otherClass(mismatch) };
  });
  if (told.exitedZero) return held("recovered", treeFaults(classed));
  const lost = treeFaults(classed.filter(({ mismatch }) => losses.has(mismatch)));
  const texts = mismatches
    .filter((each) => !losses.has(each))
    .map((each) => `${placeOf(each.path)}: ${mismatchText(each)}`);
  const stands = texts.length > 0 ? texts : ["all else is done"];
  return held("recovered", [...lost, stuck(told, stands)]);
}

/**
 * Judges what power loss or ctrl-C leaves of a target that has ended well: what its user was told
 * is done must be there, with no resume. `promise` begins each message.
 */
export function checkTreeDurable(
  by: TreeJudgedBy,
  tree: Omit<EndedTree, "told">,
  promise: string,
): Fault[] {
  const told = { exitedZero: true, how: "ended well" };
  const { findings } = checkTreeAfterResume(by, { ...tree, told });
  return findings.map((each) => ({
    ...each,
    checker: "durable",
    message: `${promise}: ${each.message}`,
  }));
}

/** Of a finished tree it says what it said of one, and leaves what it left. */
function isAsRerun({ expected, rerun }: TreeJudgedBy, { now, told }: EndedTree): boolean {
  if (rerun === undefined || rerun.exitedZero !== told.exitedZero) return false;
  const key = (left: TreeDifferences) => {
    const wrong = againstGolden(expected, left);
    return wrong.map((each) => [placeOf(each.path), each.kind, mismatchText(each)].join("\n"));
  };
  return key(now).join("\n") === key(rerun.left).join("\n");
}

/** Content that runs change is what the user's own view shows. */
function isLeftToView({ isViewed }: TreeJudgedBy, { fields, isBystander }: Mismatch): boolean {
  return (
    isViewed && !isBystander && fields.every((field) => field === "content") && fields.length > 0
  );
}

/** A folder that is gone with what was lost in it. */
function withTheirFolders(all: readonly Mismatch[], losses: readonly Mismatch[]): Set<Mismatch> {
  const isAbove = ({ path }: Mismatch) => losses.some((each) => each.path.startsWith(`${path}/`));
  const isGoneFolder = ({ kind, before }: Mismatch) => kind === "gone" && before?.type === "folder";
  return new Set([...losses, ...all.filter((each) => isGoneFolder(each) && isAbove(each))]);
}

function otherClass({ kind, isBystander }: Mismatch): FindingClass {
  if (kind === "extra" || kind === "kept") return "left behind";
  return isBystander ? "bystander touched" : "diverged";
}

const mostTexts = 4;

function stuck(told: Told, stands: readonly string[]): Fault {
  const more = stands.length > mostTexts ? `; and ${stands.length - mostTexts} more` : "";
  const message =
    `expected the resume to succeed, but found each time: ${told.how}. ` +
    `In the tree: ${stands.slice(0, mostTexts).join("; ")}${more}`;
  return { checker: "told", class: "stuck", place: "exit code", message };
}

function held(heldClass: HeldClass, findings: readonly Fault[]): Judgement {
  return { findings, heldClass, unread: [] };
}
