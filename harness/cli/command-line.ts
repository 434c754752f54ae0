import { Command, CommanderError, Option } from "commander";
import kleur from "kleur";
import { exitCodes, Interrupted, messageOf, UsageError } from "../model/errors.js";
import { diskCommand } from "./disk.js";
import { listCommand } from "./list.js";
import { reportCommand } from "./report.js";
import { replayCommand } from "./replay.js";
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
  const act =
    <A extends unknown[]>(run: (signal: AbortSignal, ...args: A) => Promise<number>) =>
    async (...args: A): Promise<void> => {
      code = await interruptible((signal) => run(signal, ...args));
    };
  addSoak(
    program,
    act((signal, options: SoakOptions) => soakCommand(options, signal)),
  );
  addExplore(
    program,
    act((signal, options: ExploreOptions) => exploreCommand(options, signal)),
  );
  program
    .command("smoke")
    .description(
      "a fixed subset of soak, some minutes: the reference and, if it is there, the real resizer",
    )
    .option("--results <dir>", "where results go", "results")
    .action(act((signal, options: { results: string }) => smokeCommand(options.results, signal)));
  program
    .command("replay")
    .description("run one case again by its id and tell, step by step, what happens")
    .argument("<id>", "a case id, as a failure block or cases.jsonl prints it")
    .option("--results <dir>", "where results go", "results")
    .action(
      act((signal, id: string, options: { results: string }) =>
        replayCommand(id, options.results, signal),
      ),
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
  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    return failureCode(error);
  }
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

function addExplore(program: Command, action: (options: ExploreOptions) => Promise<void>): void {
  program
    .command("explore")
    .description(
      "record one run, make the disks that a crash could have left, resume and judge each",
    )
    .option("--scenario <name>", "see list", "resize")
    .option("--target <name>", "see list", "partitionresizer")
    .option("--model <models>", "kill, torn (inside a write), or both", "kill")
    .option(
      "--points <words>",
      "all, metadata, gpt, step=NAME, region=NAME, write=A..B:STRIDE, sample=N; commas join them",
    )
    .option("--budget <limit>", "stop after this time (10m) or this many cases (500)")
    .option("--seed <hex>", "draws samples and torn bytes")
    .option("--jobs <n>", "workers, one a CPU (default: CPUs)")
    .option("--results <dir>", "where results go", "results")
    .option("--strict", "known violations count as violations", false)
    .action(action);
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
  console.error(`${kleur.red("error:")} ${messageOf(error)}`);
  if (error instanceof UsageError) return exitCodes.usage;
  if (process.env["CRASHPOINT_TRACEBACK"] !== undefined) console.error(error);
  return exitCodes.harness;
}
