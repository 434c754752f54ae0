import { resolve } from "node:path";
import kleur from "kleur";
import { parseCaseId } from "../model/case-id.js";
import { exitCodes, UsageError } from "../model/errors.js";
import { failureBlock } from "../report/case-text.js";
import { checkHost } from "../runner/check-host.js";
import { prepareImage } from "../runner/prepare.js";
import { loadScenario } from "../runner/scenario.js";
import { soak } from "../runner/soak.js";
import { loadTarget } from "../runner/target.js";
import type { CaseReply } from "../runner/messages.js";
import type { CaseRecord, CutRecord } from "../store/records.js";
import { failureFolderPath } from "../store/failure-folder.js";

/** Runs one case again and tells its story. Returns the exit code of its verdict. */
export async function replayCommand(
  text: string,
  results: string,
  signal: AbortSignal,
): Promise<number> {
  const id = parseCaseId(text);
  const scenario = loadScenario(id.scenario);
  if (scenario.fingerprint !== id.fingerprint) {
    throw new UsageError(
      `${text} was made with another version of scenario ${id.scenario}: ` +
        `expected fingerprint ${id.fingerprint}, found ${scenario.fingerprint}. ` +
        `Check out the commit that printed the id`,
    );
  }
  const target = loadTarget(id.target);
  checkHost();
  const image = await prepareImage(scenario, (line) => console.log(line));
  console.log(kleur.bold(`replay of ${text}`));
  console.log(`scenario ${scenario.name}: ${scenario.about}`);
  console.log(`fixture image: ${image.path}`);
  const replies: CaseReply[] = [];
  const end = await soak(
    {
      scenario,
      target,
      imagePath: image.path,
      runPath: resolve(results, "replay"),
      jobs: 1,
      orderAt: (index) =>
        index === 0 ? { kind: "cuts", index, seed: id.seed, cuts: id.cuts } : undefined,
    },
    { ready: () => undefined, done: (reply) => void replies.push(reply) },
    signal,
  );
  const [reply] = replies;
  if (reply === undefined || end.kind === "undecided") {
    console.log(kleur.yellow(`undecided: ${end.kind === "undecided" ? end.reason : "no case"}`));
    return exitCodes.undecided;
  }
  return tell(reply, resolve(results, "replay"));
}

function tell({ record, outputs, layouts, crashDigests }: CaseReply, runPath: string): number {
  record.cuts.forEach((cut, index) => {
    console.log(kleur.bold(`\nkill ${index + 1}: ${inWords(cut)}`));
    indent(outputs[index] ?? "", "said until then");
    const { state, primaryEntriesCrc, backupEntriesCrc } = cut.census;
    console.log(
      `  on the disk: GPT "${state}", entry-array CRC of the primary ` +
        `${goodOrWrong(primaryEntriesCrc)}, of the backup ${goodOrWrong(backupEntriesCrc)}`,
    );
    const copies = cut.destinations.map((each) => `${each.partition} ${each.state}`).join(", ");
    if (copies !== "") console.log(`  copy destinations: ${copies}`);
    printLayout(layouts[index]);
    console.log(`  digest of the crash image: ${crashDigests[index] ?? ""}`);
    for (const finding of record.findings.filter(({ kill }) => kill === index + 1)) {
      console.log(kleur.red(`  ${finding.class}: ${finding.message}`));
    }
  });
  outputs.slice(record.cuts.length).forEach((output, index) => {
    console.log(kleur.bold(`\nresume ${index + 1}, to its end`));
    indent(output, "said");
  });
  printLayout(layouts.at(-1));
  console.log("");
  return tellVerdict(record, runPath);
}

function printLayout(lines: readonly string[] = []): void {
  console.log("  layout:");
  for (const line of lines) console.log(kleur.dim(`    ${line}`));
}

function goodOrWrong(valid: boolean): string {
  return valid ? "good" : "wrong";
}

function tellVerdict(record: CaseRecord, runPath: string): number {
  switch (record.verdict) {
    case "held":
      console.log(kleur.green(`held: ${record.class}`));
      return exitCodes.held;
    case "undecided":
      console.log(kleur.yellow(`undecided: ${record.class}`));
      return exitCodes.undecided;
    case "violated":
      console.log(failureBlock(record, `scripts/crashpoint replay ${record.id}`));
      console.log(`evidence: ${failureFolderPath(runPath, record.id)}`);
      if (record.known) console.log("This violation is listed as known by the scenario.");
      return exitCodes.violated;
  }
}

function inWords(cut: CutRecord): string {
  const torn = cut.bytes > 0 ? ` and ${cut.bytes} bytes of the next` : "";
  const where = cut.region === "" ? "" : `, the last one to "${cut.region}"`;
  return (
    `after ${cut.write} writes${torn}${where}, ${cut.line} lines printed, ` +
    `in step ${cut.step} (${cut.landed})`
  );
}

function indent(output: string, title: string): void {
  const lines = output.trim().split("\n");
  const shown = lines.slice(-8);
  console.log(
    `  ${title}${lines.length > shown.length ? ` (last of ${lines.length} lines)` : ""}:`,
  );
  for (const line of shown) console.log(kleur.dim(`    ${line.slice(0, 160)}`));
}
