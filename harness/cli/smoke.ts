import kleur from "kleur";
import { TargetMissing } from "../catalogue/target.js";
import { smokeEnd, type SmokePartEnd } from "../report/smoke-end.js";
import { startSession } from "../session/cases/session.js";
import { planSmoke, smokeParts, smokeSeed, type SmokePart } from "../session/smoke.js";
import { detailFrom, showRun } from "./screen/show-run.js";

/** The options of `smoke`, as the command line gives them. */
export interface SmokeTexts {
  readonly results: string;
  readonly verbose?: boolean;
}

/** Runs the subset, one session after the other. Returns the worst exit code; 2 if nothing ran. */
export async function smokeCommand(texts: SmokeTexts, signal: AbortSignal): Promise<number> {
  const ends: SmokePartEnd[] = [];
  // All at first: a RESIZER that names no program is to be told before minutes of work.
  const frame = { seed: smokeSeed(), results: texts.results };
  const plans = smokeParts.map((part) => ({ part, plan: planOrWhyNot(part, frame) }));
  for (const { part, plan } of plans) {
    const name = nameOf(part);
    if (typeof plan === "string") {
      ends.push({ kind: "not run", name, why: plan });
      continue;
    }
    ends.push({
      kind: "run",
      name,
      code: await showRun(startSession(plan, signal), detailFrom(texts)),
    });
    console.log("");
  }
  const { lines, code } = smokeEnd(ends);
  console.log(kleur.bold("Smoke"));
  for (const line of lines) {
    console.log(`  ${line.startsWith("NOT RUN") ? kleur.yellow().bold(line) : line}`);
  }
  return code;
}

function nameOf({ scenario, target, work }: SmokePart): string {
  const how = work.kind === "points" ? `, explored at ${work.points}` : "";
  return `${scenario} on ${target}${how}`;
}

function planOrWhyNot(...[part, frame]: Parameters<typeof planSmoke>) {
  try {
    return planSmoke(part, frame);
  } catch (error) {
    if (error instanceof TargetMissing) return error.message;
    throw error;
  }
}
