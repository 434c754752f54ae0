import type { KeptState } from "../../media/bench.js";
import type { RepairEnd } from "../../media/judge.js";
import type { Judgement } from "../../model/judgement.js";
import { atTheEnd, type Fault, type Finding, type FindingClass } from "../../model/verdict.js";
import type { WayRecord } from "../../store/records.js";
import type { Part } from "../../catalogue/commands.js";
import type { CaseContext } from "./case-context.js";
import { endOf, goWay, type WayGone } from "./way-out.js";

/** What the ways out beside the first one have shown. */
export interface OtherWays {
  /** All ways, in the order in which a user would think of them. */
  readonly ways: readonly WayRecord[];
  /** The findings of the case: the first way's, or what they come to when others are known. */
  readonly findings: readonly Finding[];
}

const again = "the same command again";
const repair = "the usual repair";
/** Part of it is nothing that a boot does: a user must know of it. */
const aRepair = "a repair by hand";

/**
 * Tries every way out of a crash of any command: the same command again, the usual repair, and each
 * resume that the user has named, all from the same crash image. The first one that was named, or
 * the same command, has been `gone` already. Of a scenario of ours there is one way alone.
 */
export async function tryOtherWays(
  context: CaseContext,
  crash: KeptState,
  gone: WayGone,
  repairEnd: RepairEnd | undefined,
): Promise<OtherWays> {
  const { scenario } = context;
  const findings = gone.judgement.findings.map(atTheEnd);
  if (scenario.image.kind === "built") return { ways: [], findings };
  const [named] = scenario.resume?.flat() ?? [];
  const first: WayRecord = { way: named ?? again, end: endOf(gone.judgement) };
  const from = async (part: Part) => {
    crash.restore();
    return goWay(context, part);
  };
  const more = scenario.moreResumes ?? [];
  const others: WayRecord[] = [];
  const wrong: Finding[] = [];
  for (const [index, line] of more.entries()) {
    const { judgement } = await from({ resume: index });
    others.push({ way: line, end: endOf(judgement) });
    wrong.push(...judgement.findings.map((each) => ofWay(line, atTheEnd(each))));
  }
  const sameAgain =
    named === undefined ? first : { way: again, end: endOf((await from("again")).judgement) };
  const repaired = repairEnd === undefined ? [] : [{ way: repair, end: repairEnd.end }];
  const mended =
    (await afterRepair(context, crash, gone)) ??
    (await afterBootsRepair(context, crash, gone, repairEnd));
  const ways = [
    sameAgain,
    ...repaired,
    ...(mended === undefined ? [] : [mended.record]),
    ...(named === undefined ? [] : [first]),
    ...others,
  ];
  return { ways, findings: [...(mended?.findings ?? findings), ...wrong] };
}

/** What refuses to go on may do so once the usual repair is done, and then nothing is lost. */
async function afterRepair(
  context: CaseContext,
  crash: KeptState,
  { told, judgement }: WayGone,
): Promise<{ readonly record: WayRecord; readonly findings: readonly Finding[] } | undefined> {
  const isStuck = judgement.findings.every(({ class: name }) =>
    ["stuck", "needs repair"].includes(name),
  );
  if (told.exitedZero || judgement.findings.length === 0 || !isStuck) return undefined;
  crash.restore();
  const done = await context.judge.repair();
  if (done.length === 0) return undefined;
  context.lab.bench.promote();
  const next = await goWay(context, "resume");
  const isUsual = done.every((each) => each.isUsual);
  const by = done.map(({ command }) => command).join(" and ");
  const way = `${isUsual ? repair : aRepair}, then the same again`;
  const record = { way, end: endOf(next.judgement) };
  const isDone = next.judgement.findings.length === 0 && next.judgement.heldClass === "finished";
  if (!next.told.exitedZero && !isDone) {
    return { record, findings: judgement.findings.map(atTheEnd) };
  }
  const then = next.told.exitedZero ? "the same completes" : "all is done";
  const message =
    `it is stuck until ${by} is run, which loses nothing: then ${then}. ` +
    `Without that: ${told.how}`;
  const className = isUsual ? "needs repair" : "stuck";
  const finding = { checker: "told", class: className, place: "exit code", message } as const;
  return { record, findings: [finding, ...next.judgement.findings].map(atTheEnd) };
}

/**
 * What can't be read at a crash may be made whole by the same command, and yet a boot's repair,
 * which comes first, may lose something of it for good.
 */
async function afterBootsRepair(
  context: CaseContext,
  crash: KeptState,
  { told, judgement }: WayGone,
  repairEnd: RepairEnd | undefined,
): Promise<{ readonly record: WayRecord; readonly findings: readonly Finding[] } | undefined> {
  const isWhole = told.exitedZero && lossesIn(judgement).length === 0;
  if (!isWhole || repairEnd?.isLossy !== true) return undefined;
  crash.restore();
  const done = await context.judge.repair();
  if (done.length === 0 || !done.every((each) => each.isUsual)) return undefined;
  context.lab.bench.promote();
  const next = await goWay(context, "resume");
  const by = done.map(({ command }) => command).join(" and ");
  const losses = lossesIn(next.judgement).map((each): Fault => {
    const message = `whole where the same comes first; ${by}, then the same: ${each.message}`;
    return { ...each, checker: "repair", class: "destroyed by repair", message };
  });
  return {
    record: { way: `${repair}, then the same again`, end: endOf(next.judgement) },
    findings: [...judgement.findings, ...losses].map(atTheEnd),
  };
}

function lossesIn({ findings }: Judgement): Fault[] {
  const losses: readonly FindingClass[] = ["silently lost", "lost", "unreadable"];
  return findings.filter((each) => losses.includes(each.class));
}

function ofWay(line: string, finding: Finding): Finding {
  return { ...finding, message: `with "${line}": ${finding.message}` };
}
