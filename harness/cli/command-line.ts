import { Command, CommanderError, Option } from "commander";
import kleur from "kleur";
import { usualNested } from "../explore/point-filter.js";
import { exitCodes, Interrupted, leavesUndecided, messageOf, UsageError } from "../model/errors.js";
import { blockCommand, type BlockOptions } from "./block.js";
import { diskCommand } from "./disk/disk.js";
import { listCommand } from "./list.js";
import { exportCommand, type ExportOptions } from "./export.js";
import { reportCommand } from "./report.js";
import { parityCommand, type ParityOptions } from "./proofs/parity.js";
import { proveCommand, type ProveOptions } from "./proofs/prove.js";
import { remakeCommand, type RemakeOptions } from "./disk/remake.js";
import { replayCommand, type ReplayOptions } from "./replay.js";
import { smokeCommand } from "./smoke.js";
import { soakCommand, type SoakOptions } from "./soak.js";
import { exploreCommand, type ExploreOptions } from "./explore.js";
import { interruptible } from "./interrupt.js";

const exitHelp =
  `\nExit codes: ${exitCodes.held} held, ${exitCodes.violated} violated, ` +
  `${exitCodes.undecided} undecided,\n${exitCodes.interrupted} interrupted, ` +
  `${exitCodes.usage} wrong usage, ${exitCodes.harness} the harness broke.`;

/** Runs one command line and returns the exit code. Prints every error itself. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  let code: number = exitCodes.held;
  const program = new Command("crashpoint")
    .description(
      "Finds out whether a program that rewrites disks survives being killed at any moment",
    )
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
    act((signal, options: SoakOptions) => soakCommand(options, signal)),
  );
  addExplore(
    program,
    act((signal, command: string[], options: ExploreOptions) =>
      exploreCommand(command, options, signal),
    ),
  );
  addFixedSets(program, act);
  addReplay(
    program,
    act((signal, id: string, command: string[], options: ReplayOptions) =>
      replayCommand(id, command, options, signal),
    ),
  );
  addExport(
    program,
    act((signal, what: string, command: string[], options: ExportOptions) =>
      exportCommand(what, command, options, signal),
    ),
  );
  addBlock(program, act);
  addReaders(program, act);
  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    return failureCode(error);
  }
}

type Act = <A extends unknown[]>(
  run: (signal: AbortSignal, ...args: A) => Promise<number>,
) => (...args: A) => Promise<void>;

function addFixedSets(program: Command, act: Act): void {
  program
    .command("smoke")
    .description(
      "a fixed subset of soak, some minutes: the reference and, if it is there, the real resizer",
    )
    .option("--results <dir>", "where results go", "results")
    .action(act((signal, options: { results: string }) => smokeCommand(options.results, signal)));
  program
    .command("prove")
    .description("explore each known-bad resizer: the harness must see what is wrong with it")
    .option("--only <names>", "some of them, joined by commas")
    .option("--jobs <n>", "workers, one a CPU (default: CPUs)")
    .option("--budget <time>", "how long to look for one mistake", "5m")
    .option("--correct", "explore odd but correct resizers instead: all of them must hold", false)
    .option("--sample <n>", "with --correct: explore at so many writes of each", "4")
    .option("--results <dir>", "where the folders of failures go", "results")
    .action(act((signal, options: ProveOptions) => proveCommand(options, signal)));
  program
    .command("parity")
    .description("show each point of the resizer's original test-suite on both resizers")
    .option("--target <names>", "one of them (default: partitionresizer,reference)")
    .option("--only <words>", "rows with one of these words in the point or the scenario")
    .option("--jobs <n>", "rows at a time, one a CPU (default: CPUs)")
    .option("--markdown", "print the table in Markdown, and nothing else to stdout", false)
    .action(act((signal, options: ParityOptions) => parityCommand(options, signal)));
}

function addBlock(program: Command, act: Act): void {
  program
    .command("block")
    .description("run a scenario on loop devices over the served disk, as on a real disk (root)")
    .option("--scenario <name>", "see list", "resize")
    .option("--target <name>", "see list", "partitionresizer")
    .option("--names <kinds>", "how the disk is called: loop, nvme, mmcblk", "loop,nvme,mmcblk")
    .option("--kills <n>", "kills under each of these names", "4")
    .option("--seed <hex>", "draws the kills (default: CHAOS_SEED, else drawn)")
    .action(act((signal, options: BlockOptions) => blockCommand(options, signal)));
}

function addReaders(program: Command, act: Act): void {
  program
    .command("remake")
    .description("make the crash images of a failure's folder again, without the target")
    .argument("<folder>", "failures/ID of a run")
    .requiredOption("--out <dir>", "an empty folder for the images")
    .option("--disk <image>", "the disk image that the case was run on (default: the scenario's)")
    .action(
      act((_signal, folder: string, options: RemakeOptions) => remakeCommand(folder, options)),
    );
  program
    .command("report")
    .description("print the tables and totals of a stored run again")
    .argument("[run]", "a run's folder", "results/latest")
    .action(act((_signal, path: string) => Promise.resolve(reportCommand(path))));
  program
    .command("list")
    .description("scenarios, their known violations, and targets")
    .action(act(() => Promise.resolve(listCommand())));
  program
    .command("disk")
    .description("print a disk image's layout, checksums and file systems")
    .argument("<image>", "any image file")
    .action(act((_signal, path: string) => diskCommand(path)));
}

function addSoak(program: Command, action: (options: SoakOptions) => Promise<void>): void {
  program
    .command("soak")
    .description("seeded kills: kill, resume, kill again, resume to the end, judge; over and over")
    .option("--scenario <name>", "see list", "resize")
    .option("--target <name>", "see list", "partitionresizer")
    .option("--seed <hex>", "1 to 40 hex digits, a git hash too (default: CHAOS_SEED, else drawn)")
    .option("--iterations <n>", "stop after this many cases (default 20 without --duration)")
    .option("--duration <time>", "stop after this long: 90s, 10m, 8h")
    .option("--kills <n|a..b>", "kills a case, at most 16", "1..4")
    .addOption(
      new Option(
        "--aim <how>",
        "where kills fall: even over the steps, over the writes, or by the clock",
      )
        .choices(["steps", "writes", "time"])
        .default("steps"),
    )
    .option("--kill-step <name>", "the first kill of each case lands in this step")
    .option("--delay <time>", "with --aim=time: sleep after each write to the delayed region (5s)")
    .option("--delay-region <name>", "gpt, or part of a region's name (see disk)", "gpt")
    .option("--jobs <n>", "workers, one a CPU (default: CPUs)")
    .option("--results <dir>", "where results go", "results")
    .option("--strict", "known violations count as violations", false)
    .action(action);
}

function addExplore(
  program: Command,
  action: (command: string[], options: ExploreOptions) => Promise<void>,
): void {
  const explore = program
    .command("explore")
    .description(
      "record one run, make the disks that a crash could have left, resume and judge each",
    )
    .argument("[command...]", "after --: any program, with {disk} for the disk; needs --disk");
  addSubject(explore)
    .option(
      "--model <models>",
      "kill, torn (inside a write), power, interrupt (ctrl-C); commas join (default: kill)",
    )
    .option("--device <names>", "with power: see list; commas join them (default: all)")
    .option(
      "--points <words>",
      "all, metadata, gpt, step=NAME, step-ends, region=NAME, write=A..B:STRIDE, growing, " +
        "sample=N; commas join them",
    )
    .option("--flushes", "audit: drop each flush of the run, tell which ones a check misses", false)
    .option("--depth <n>", "crash the resume too, up to this many crashes a case", "1")
    .option("--nested <words>", "crash points of a resume, as --points", usualNested)
    .option("--budget <limit>", "stop after this time (10m) or this many cases (500)")
    .option("--seed <hex>", "draws samples, torn bytes and lost blocks")
    .option("--jobs <n>", "workers, one a CPU (default: CPUs)")
    .option("--results <dir>", "where results go", "results")
    .option("--strict", "known violations count as violations", false)
    .action(action);
}

function addReplay(
  program: Command,
  action: (id: string, command: string[], options: ReplayOptions) => Promise<void>,
): void {
  const replay = program
    .command("replay")
    .description("run one case again by its id and tell, step by step, what happens")
    .argument("<id>", "a case id, as a failure block or cases.jsonl prints it")
    .argument("[command...]", "after --: the command of an id that was made with --disk");
  addSubject(replay)
    .option("--keep <dir>", "leave the images, the logs and a how-to-look.txt there")
    .option("--results <dir>", "where results go", "results")
    .action(action);
}

function addExport(
  program: Command,
  action: (what: string, command: string[], options: ExportOptions) => Promise<void>,
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

/** What is crashed: the same options wherever a case is run. */
function addSubject(command: Command): Command {
  return command
    .option("--scenario <name>", "see list (default: resize)")
    .option("--target <name>", "see list (default: partitionresizer)")
    .option("--disk <image>", "an image for any command; it is never written to")
    .option("--resume <line>", "with --disk: what a user would run after a crash (default: again)")
    .option("--timeout <time>", "with --disk: how long one run may take (default: 2m)")
    .option("--success <codes>", "with --disk: exit codes that mean success (default: 0)")
    .option("--trace <file>", "a dm-log-writes file in place of a recorded run");
}

/** Says what went wrong on stderr and picks the exit code. */
function failureCode(error: unknown): number {
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
