import kleur from "kleur";
import { TargetMissing } from "../catalogue/target.js";
import { exitCodes } from "../model/errors.js";
import { startSession } from "../session/cases/session.js";
import { planSmoke, smokeParts, smokeSeed, type SmokePart } from "../session/smoke.js";
import { showRun } from "./screen/show-run.js";

/** Runs the subset, one session after the other. Returns the worst exit code. */
export async function smokeCommand(results: string, signal: AbortSignal): Promise<number> {
  const lines: string[] = [];
  const codes: number[] = [];
  // All at first: a RESIZER that names no program is to be told before minutes of work.
  const frame = { seed: smokeSeed(), results };
  const plans = smokeParts.map((part) => ({ part, plan: planOrWhyNot(part, frame) }));
  for (const { part, plan } of plans) {
    if (typeof plan === "string") {
      lines.push(kleur.yellow().bold(`NOT RUN  ${nameOf(part)}: ${plan}`));
      continue;
    }
    const code = await showRun(startSession(plan, signal));
    codes.push(code);
    lines.push(`exit ${code}   ${nameOf(part)}`);
    console.log("");
  }
  console.log(kleur.bold("Smoke"));
  for (const line of lines) console.log(`  ${line}`);
  return [exitCodes.violated, exitCodes.undecided].find((code) => codes.includes(code)) ?? 0;
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
