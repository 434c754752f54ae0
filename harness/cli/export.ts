import { resolve } from "node:path";
import { Option, type Command } from "commander";
import { exitCodes } from "../model/errors.js";
import { counted } from "../report/words.js";
import { exportedRun, exportLog, requireFree } from "../session/export-log.js";
import { addSubject, subjectOfId, type SubjectTexts } from "./subject.js";

/** The options of `export`, as the command line gives them. */
export interface ExportTexts extends SubjectTexts {
  readonly format: string;
  readonly out: string;
}

/**
 * Records the run of a case or of a stored run's scenario, and writes it for other tools. The log
 * of a case ends at its first crash.
 */
export async function exportCommand(
  what: string,
  command: readonly string[],
  texts: ExportTexts,
  signal: AbortSignal,
): Promise<number> {
  const path = resolve(texts.out);
  requireFree(path);
  const wanted = exportedRun(what);
  const subject = await subjectOfId(wanted, { ...texts, results: "results" }, command);
  const notice = (line: string) => console.log(line);
  const { imagePath, entryCount, losses } = await exportLog(wanted, subject, path, notice, signal);
  console.log(`${path}: ${counted(entryCount, "entry", "entries")}, 512-byte sectors`);
  console.log(`replay it on a copy of ${imagePath}`);
  if (wanted.cuts?.[0]?.kind === "interrupt") {
    console.log(
      "it ends where the first signal came: what the target wrote after that is not in it",
    );
  }
  for (const { name, count } of losses) {
    if (count > 0) console.log(`a log can't say it as the trace does: ${name} ${count}`);
  }
  return exitCodes.held;
}

/** Adds `export` to the command line. */
export function addExport(
  program: Command,
  action: (what: string, command: string[], texts: ExportTexts) => Promise<void>,
): void {
  const command = program
    .command("export")
    .description("record the run behind a case or a stored run, and write it for other tools")
    .argument("<what>", "a case id, or a run's folder; of a case, the log ends at its first crash")
    .argument("[command...]", "after --: the command of an id that was made with --disk");
  addSubject(command)
    .addOption(
      new Option("--format <name>", "what is written")
        .choices(["dm-log-writes"])
        .default("dm-log-writes"),
    )
    .requiredOption("--out <file>", "the file to write; it must not be there")
    .action(action);
}
