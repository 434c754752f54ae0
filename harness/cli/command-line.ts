import { Command, CommanderError } from "commander";
import kleur from "kleur";
import { exitCodes, Interrupted, leavesUndecided, messageOf, UsageError } from "../model/errors.js";
import { classLines } from "../report/class-lines.js";
import { reportFormats } from "../report/formats/names.js";
import type { Act } from "./act.js";
import { addMerge } from "./add-merge.js";
import { addBlock, blockCommand } from "./block.js";
import { addBundle } from "./bundle/add-bundle.js";
import { isBundle } from "./bundle/bundle-texts.js";
import type { CompareOptions } from "./compare.js";
import { addExplore, exploreCommand } from "./explore.js";
import { addHelp } from "./help/add-help.js";
import { addFiles } from "./files/add-files.js";
import { addExport, exportCommand } from "./export.js";
import { interruptible } from "./interrupt.js";
import type { HistoryOptions } from "./history.js";
import type { ParityOptions } from "./proofs/parity.js";
import type { ProveOptions } from "./proofs/prove.js";
import type { ReportTexts } from "./report.js";
import { addReplay, replayCommand } from "./replay.js";
import { verboseOption } from "./screen/show-run.js";
import type { SmokeTexts } from "./smoke.js";
import { addSoak, soakCommand } from "./soak.js";

/** What most people need, before everything else. */
const firstHelp = `Is your program safe to kill? The three commands to begin with:

  crashpoint explore --disk disk.img -- my-tool {disk}
      kill it after each kind of write, run it again, judge the disk; finds ids
  crashpoint replay ID --disk disk.img -- my-tool {disk}
      one of these cases again, step by step; a failure prints the whole command
  crashpoint disk disk.img
      what is on an image: tables, partitions, file systems, checksums
`;

const exitHelp =
  `\nExit codes: ${exitCodes.held} held, ${exitCodes.violated} violated, ` +
  `${exitCodes.undecided} undecided,\n${exitCodes.interrupted} interrupted, ` +
  `${exitCodes.usage} wrong usage, ${exitCodes.harness} the harness broke.\n\n` +
  classLines().join("\n");

/**
 * Runs one command line and returns the exit code. Prints every error itself. What only some
 * commands need is loaded when they run: it takes a third of a second.
 */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  let code: number = exitCodes.held;
  const program = new Command("crashpoint")
    .description(
      "Finds out whether a program that rewrites disks survives being killed at any moment",
    )
    .addHelpText("before", firstHelp)
    .addHelpText("after", exitHelp)
    .showHelpAfterError("(--help tells what there is)")
    .exitOverride();
  const act: Act =
    (run) =>
    async (...args) => {
      code = await interruptible((signal) => run(signal, ...args));
    };
  addSoak(
    program,
    act((signal, texts) => soakCommand(texts, signal)),
  );
  addExplore(
    program,
    act((signal, command, texts) => exploreCommand(command, texts, signal)),
  );
  addFixedSets(program, act);
  addReplay(
    program,
    act(async (signal, what, command, texts) => {
      if (!isBundle(what)) return replayCommand(what, command, texts, signal);
      return (await import("./bundle/replay-bundle.js")).replayBundle(what, command, texts, signal);
    }),
  );
  addExport(
    program,
    act((signal, what, command, texts) => exportCommand(what, command, texts, signal)),
  );
  addBlock(
    program,
    act((signal, texts) => blockCommand(texts, signal)),
  );
  addMerge(program, act);
  addReaders(program, act);
  addBundle(program, act);
  addFiles(program, act);
  addHelp(program, act);
  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    return failureCode(error);
  }
}

function addFixedSets(program: Command, act: Act): void {
  program
    .command("smoke")
    .description(
      "a fixed subset of soak, some minutes: the reference and, if it is there, the real resizer",
    )
    .option("--results <dir>", "where results go", "results")
    .option(...verboseOption)
    .action(
      act(async (signal, options: SmokeTexts) => {
        const { smokeCommand } = await import("./smoke.js");
        return smokeCommand(options, signal);
      }),
    );
  program
    .command("prove")
    .description("explore each known-bad target: the harness must see what is wrong with it")
    .option("--only <names>", "some of them, joined by commas")
    .option("--jobs <n>", "workers, one a CPU (default: CPUs)")
    .option("--budget <time>", "how long to look for one mistake", "5m")
    .option("--correct", "explore odd but correct targets instead: all of them must hold", false)
    .option("--sample <n>", "with --correct: explore at so many writes of each resizer", "4")
    .option("--shard <i/n>", "only this part of the targets, such as 2/5")
    .option("--results <dir>", "where the folders of failures go", "results")
    .option("--verbose", "tell of those too that are as they must be, and a table of all")
    .action(
      act(async (signal, options: ProveOptions) => {
        const { proveCommand } = await import("./proofs/prove.js");
        return proveCommand(options, signal);
      }),
    );
  program
    .command("parity")
    .description("show each point of the resizer's original test-suite on both resizers")
    .option("--target <names>", "one of them (default: partitionresizer,reference)")
    .option("--only <words>", "rows with one of these words in the point or the scenario")
    .option("--jobs <n>", "rows at a time, one a CPU (default: CPUs)")
    .option("--markdown", "print the table in Markdown, and nothing else to stdout", false)
    .action(
      act(async (signal, options: ParityOptions) => {
        const { parityCommand } = await import("./proofs/parity.js");
        return parityCommand(options, signal);
      }),
    );
}

function addReaders(program: Command, act: Act): void {
  program
    .command("report")
    .description(
      "tell what stored runs have shown: tables, and a page for the browser; or one format",
    )
    .argument("[runs...]", "folders of runs, or with runs in them", ["results/latest"])
    .option("--format <name>", `only this: ${reportFormats.join(", ")}`)
    .option(
      "--output <file>",
      "write it there (default: a page beside the runs; a format is printed)",
    )
    .action(
      act(async (_signal, paths: string[], texts: ReportTexts) =>
        (await import("./report.js")).reportCommand(paths, texts),
      ),
    );
  program
    .command("compare")
    .description("tell what is new in a run, what is gone, and what is only noise")
    .argument("<run>", "a run's folder, a JUnit XML file, or a folder of those")
    .argument("[parent]", "the run before it")
    .option("--with <parents...>", "many runs before it")
    .option("--json", "print the same as data", false)
    .action(
      act(async (_signal, run: string, parent: string | undefined, options: CompareOptions) => {
        const { compareCommand } = await import("./compare.js");
        return compareCommand(run, parent, options);
      }),
    );
  program
    .command("history")
    .description("tell of each finding when it was first and last seen, by version of the target")
    .argument("[runs...]", "folders of runs, or with runs in them", ["results"])
    .option("--json", "print the same as data", false)
    .action(
      act(async (_signal, paths: string[], options: HistoryOptions) =>
        (await import("./history.js")).historyCommand(paths, options),
      ),
    );
  program
    .command("recheck")
    .description(
      "judge the kept failures of a run again, by the checkers of today, without a target",
    )
    .argument("[run]", "a run's folder", "results/latest")
    .action(
      act(async (signal, path: string) =>
        (await import("./recheck.js")).recheckCommand(path, signal),
      ),
    );
  program
    .command("list")
    .description("names of scenarios, targets and devices; of one of them, all that is known")
    .argument("[name]", "a scenario, a target or a device")
    .action(
      act(async (_signal, name: string | undefined) =>
        (await import("./list.js")).listCommand(name),
      ),
    );
  program
    .command("disk")
    .description("print a disk image's layout, checksums and file systems")
    .argument("<image>", "any image file")
    .action(
      act(async (_signal, path: string) => (await import("./disk/disk.js")).diskCommand(path)),
    );
}

/** Says what went wrong on stderr and picks the exit code. */
function failureCode(error: unknown): number {
  // kleur looks at stdout alone: where only that is a terminal, a log of errors has no colours.
  const isForced = process.env["FORCE_COLOR"] !== undefined;
  kleur.enabled = kleur.enabled && (isForced || process.stderr.isTTY);
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.held : exitCodes.usage;
  }
  if (error instanceof Interrupted) {
    console.error(kleur.yellow(`interrupted: ${error.message}`));
    return exitCodes.interrupted;
  }
  if (leavesUndecided(error)) {
    console.error(kleur.yellow(`undecided: ${messageOf(error)}`));
    return exitCodes.undecided;
  }
  console.error(`${kleur.red("error:")} ${messageOf(error)}`);
  if (error instanceof UsageError) return exitCodes.usage;
  if (process.env["CRASHPOINT_TRACEBACK"] !== undefined) console.error(error);
  return exitCodes.harness;
}
