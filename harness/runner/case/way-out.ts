import type { Judgement, Told } from "../../model/judgement.js";
import { worstOf, type WayEnd } from "../../model/verdict.js";
import { newRefusals, notInView } from "../golden/user-golden.js";
import { whyFailed } from "../golden/why-failed.js";
import { isMending } from "../../catalogue/any-command.js";
import type { Scenario } from "../../catalogue/scenario.js";
import type { Part } from "../../catalogue/commands.js";
import type { RunRecord } from "../lab/lab.js";
import { lastWords } from "../lab/traces.js";
import { UserChecks } from "../lab/user-checks.js";
import type { CaseContext } from "./case-context.js";

/** Two passes may repair; the third must be clean. */
const passLimit = 3;

/** A way out of a crash that was gone to its end; what it has left is on the bench. */
export interface WayGone {
  readonly records: readonly RunRecord[];
  readonly told: Told;
  readonly judgement: Judgement;
  /** What the medium's judge alone has found. */
  readonly byMedium: Judgement;
  /** Milliseconds that judging took. */
  readonly checksMs: number;
}

/**
 * Runs commands on the snapshot until they succeed, or hang and have changed nothing, and judges
 * what they have left.
 */
export async function goWay(context: CaseContext, part: Part): Promise<WayGone> {
  const { lab, judge, clock } = context;
  const { bench } = lab;
  const records: RunRecord[] = [];
  let problem: string | undefined;
  let isStuck = false;
  do {
    if (records.length > 0) bench.promote();
    const record = await lab.run({ part, kind: "plain" });
    records.push(record);
    problem = whyFailed(lab, record);
    // Each further pass would begin as this one has, and take all of its time.
    isStuck = record.ended === "hung" && bench.isAsInSnapshot();
  } while (records.length < passLimit && problem !== undefined && !isStuck);
  bench.promote();
  const started = clock();
  const said = records.slice(-1).map((last) => lastWords(last));
  const how = `${problem ?? "ended well"}, saying: ${said.join("")}`;
  const told: Told = {
    ...{ exitedZero: problem === undefined, how },
    ...(isRepair(context.scenario, part) ? { isRepair: true } : {}),
  };
  const byMedium = await judge.atEnd(told);
  const judgement = await withUserChecks(context, told, byMedium);
  return { records, told, judgement, byMedium, checksMs: clock() - started };
}

/** Whether a line that the user has named is run by a program that only mends file systems. */
function isRepair({ resume = [], moreResumes = [] }: Scenario, part: Part): boolean {
  if (part === "first" || part === "again") return false;
  const line = part === "resume" ? resume[0]?.[0] : moreResumes[part.resume];
  return line !== undefined && isMending(line.trim().split(/\s+/)[0] ?? "");
}

/**
 * Adds what the user's own checks refuse. Where the user is told that it has failed, the state of
 * before will do. A view takes the place of bytes that nobody here can read.
 */
async function withUserChecks(
  { lab, scenario, golden }: CaseContext,
  told: Told,
  judgement: Judgement,
): Promise<Judgement> {
  const user = new UserChecks(scenario.checks);
  const { before, after } = golden.user;
  const mayBeAsBefore = !told.exitedZero || judgement.heldClass === "undone";
  const known = [...after[0].atEnd, ...(mayBeAsBefore ? before.atEnd : [])];
  const refused = newRefusals(await user.atEnd(lab), known);
  const seen = await notInView(user, lab, golden.user, mayBeAsBefore ? [before] : []);
  const unread = before.view === undefined ? judgement.unread : [];
  return { ...judgement, findings: [...judgement.findings, ...refused, ...seen], unread };
}

/** Where a way has led. */
export function endOf({ findings, heldClass, unread }: Judgement): WayEnd {
  return worstOf(findings) ?? (unread.length > 0 ? "unread" : heldClass);
}
