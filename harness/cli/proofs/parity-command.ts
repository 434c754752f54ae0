import { Command } from "commander";
import { parseCaseId } from "../../model/case-id.js";
import { UsageError } from "../../model/errors.js";
import { planExploration } from "../../session/explore.js";
import type { ParityWork } from "../../session/proof/parity-work.js";
import { planReplay } from "../../session/replay.js";
import { planSoak } from "../../session/soak.js";
import { addBlock, blockPlanFrom } from "../block.js";
import { addExplore, exploreOptionsFrom } from "../explore.js";
import { addReplay } from "../replay.js";
import { addSoak, soakOptionsFrom } from "../soak.js";
import { namedSubject, subjectFrom, subjectOfId } from "../subject.js";

/** What a command line of crashpoint would do, read as the command line reads it. */
export async function parityWork(words: readonly string[]): Promise<ParityWork> {
  let work: ParityWork | undefined;
  const program = new Command("crashpoint").exitOverride();
  addExplore(program, async (command, texts) => {
    const subject = await subjectFrom(texts, command);
    work = { kind: "cases", plan: planExploration(subject, exploreOptionsFrom(texts)) };
  });
  addSoak(program, async (texts) => {
    const plan = planSoak(await namedSubject(texts), soakOptionsFrom(texts));
    work = { kind: "cases", plan };
  });
  addReplay(program, async (id, command, texts) => {
    const subject = await subjectOfId(parseCaseId(id), texts, command);
    work = { kind: "replay", plan: planReplay(id, subject, texts.results) };
  });
  addBlock(program, async (texts) => {
    work = { kind: "block", plan: await blockPlanFrom(texts) };
  });
  await program.parseAsync(words, { from: "user" });
  if (work === undefined) throw new UsageError(`parity can't show "${words.join(" ")}"`);
  return work;
}
