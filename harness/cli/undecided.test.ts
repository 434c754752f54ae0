import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { cacheFolder, imagesFolder } from "../catalogue/places.js";
import { targetScript } from "../catalogue/target-scripts.samples.js";
import { onPath } from "../catalogue/program.js";
import { signalWorker } from "../target/left-behind.samples.js";
import { runTool } from "../target/tool.js";

/**
 * What may go wrong around a target, for real and through the command line. The sessions mostly
 * sleep, so they are all run at once; each test looks at one of them.
 */
interface Session {
  readonly title: string;
  /** The command line, where it is not an exploration of `command`. */
  readonly args?: readonly string[];
  readonly command?: readonly string[];
  /** What stands in the place of e2fsck. */
  readonly e2fsck?: string;
  /** Lines for a shell with mounts of its own, run before; `$results` is the results folder. */
  readonly before?: string;
  /** Kills a worker as soon as there is one. */
  readonly killsWorker?: true;
  readonly exitCode?: number;
  readonly says: RegExp;
}

const target = (name: string, ...args: string[]) => [targetScript(name), ...args, "{disk}"];

/** Writes twice, so that a crash in between has to be resumed and checked. */
const writesTwice = ["sh", "-c", 'printf hi | dd of="$0" bs=1 seek=11M conv=notrunc', "{disk}"];

/** Judges the base and two uninterrupted runs, and then does something else. */
const later = (line: string) => `#!/bin/sh
[ "$1" = -V ] && exec ${onPath("e2fsck")} "$@"
echo run >> "$0.runs"
[ "$(wc -l < "$0.runs")" -le 3 ] && exec ${onPath("e2fsck")} "$@"
${line}
`;

/** Checks so many times, and then can't be started any more, as if it had been uninstalled. */
const vanishes = (after: number) => `#!/bin/sh
[ "$1" = -V ] && exec ${onPath("e2fsck")} "$@"
echo run >> "$0.runs"
[ "$(wc -l < "$0.runs")" -ge ${after} ] && ln -sf e2fsck "$0"
exec ${onPath("e2fsck")} "$@"
`;

const small = (room: string) => `mount -t tmpfs -o size=${room} tmpfs`;

const sessions: readonly Session[] = [
  {
    title: "a checker that is killed on an uninterrupted run",
    e2fsck: "#!/bin/sh\nkill -KILL $$\n",
    says: /could not be judged: e2fsck on E came to no judgement: exit SIGKILL/,
  },
  {
    title: "a checker that ends with 0 and has checked nothing",
    e2fsck: "#!/bin/sh\necho garbage\n",
    says: /could not be judged: e2fsck on E .*it told of nothing that it has checked/,
  },
  {
    title: "a checker that is killed in a case",
    e2fsck: later("kill -KILL $$"),
    command: writesTwice,
    says: /1 undecided .*1 x e2fsck on E came to no judgement: exit SIGKILL/,
  },
  {
    title: "a checker that crashes over a case is no failure of the harness, but a finding",
    e2fsck: later("kill -ABRT $$"),
    command: writesTwice,
    exitCode: 1,
    says: /1 violated, .*0 undecided .* E, seen by fsck: .*e2fsck was ended by SIGABRT/,
  },
  {
    title: "a checker that can't be started in a case",
    e2fsck: later("exit 127"),
    command: writesTwice,
    says: /1 undecided .*1 x e2fsck on E came to no judgement: exit 127/,
  },
  {
    title: "a tool that is missing from the start",
    before: `mount --bind /dev/null ${onPath("e2fsck")}`,
    says: /undecided: missing tools: e2fsck\. Run scripts\/setup/,
  },
  {
    title: "a tool that vanishes in an uninterrupted run",
    e2fsck: vanishes(1),
    command: writesTwice,
    says: /could not be judged: .*cannot run e2fsck/,
  },
  {
    title: "a tool that vanishes in a case",
    e2fsck: vanishes(3),
    command: writesTwice,
    says: /1 held, .*1 undecided .*1 x .*cannot run e2fsck/,
  },
  {
    title: "an uninterrupted run that fails",
    command: target("fails-at-once"),
    says: /undecided: the uninterrupted run failed: command 1 exited with 3.*no such thing/,
  },
  {
    title: "uninterrupted runs that differ in what must not differ",
    command: target("keeps-one-time-in-two"),
    says: /differ in what must not differ: B: one of them leaves it alone, the other does not/,
  },
  {
    title: "an uninterrupted run that is killed from outside",
    command: target("killed-at-once"),
    says: /could not be judged: .*killed by SIGKILL, which the harness did not send/,
  },
  {
    title: "a resume that is killed from outside",
    command: target("killed-on-resume"),
    says: /1 held, 0 violated, .*1 undecided .*killed by SIGKILL, which the harness did not send/,
  },
  {
    title: "a resume whose child is killed from outside",
    command: target("child-killed-on-resume"),
    says: /1 held, 0 violated, .*1 undecided .*exited with 137/,
  },
  {
    title: "a resume that fills TMPDIR",
    command: target("fills-scratch-on-resume"),
    says: /1 held, 0 violated, .*1 undecided .*TMPDIR was full/,
  },
  {
    title: "a worker that is killed",
    command: target("hangs"),
    killsWorker: true,
    says: /ended early: a worker was killed by SIGKILL, which the harness did not send/,
  },
  {
    title: "a results folder that is full",
    before: `${small("64k")} "$results"; dd if=/dev/zero of="$results/x" bs=4k; true`,
    says: /undecided: cannot write results to .*the disk is full \(ENOSPC\)\. Free some room/,
  },
  {
    title: "a results folder that fills up",
    before: `${small("64k")} "$results"; dd if=/dev/zero of="$results/x" bs=4k count=14`,
    command: [
      "sh",
      "-c",
      `for n in $(seq 99); do echo $n; done | dd of="$0" bs=2 conv=notrunc`,
      "{disk}",
    ],
    says: /ended early: cannot write results to .*the disk is full \(ENOSPC\)/,
  },
  {
    title: "a full disk under the images",
    args: ["soak", "--target", "reference", "--iterations", "1"],
    before: `${small("1m")} ${imagesFolder}`,
    says: /undecided: there is no disk image .*no space left on device/,
  },
  {
    title: "a budget that ends it early is no failure, but it is said",
    args: ["explore", "--budget", "2"],
    command: target("rewrites-in-place"),
    exitCode: 0,
    says: /2 of 4 planned cases in .*: 2 held.*the budget was used up: 2 planned cases not run/,
  },
];

const folder = mkdtempSync(join(tmpdir(), "undecided-"));
const disk = join(folder, `${basename(folder)}.img`);
const outcomes = new Map<
  string,
  Promise<{ readonly code: number | null; readonly said: string }>
>();

const image = `truncate -s 16M "$1"; truncate -s 8M "$1.ext4"; mke2fs -q -t ext4 "$1.ext4"
printf 'label: gpt\\nsize=1MiB, name=A\\nsize=1MiB, name=B\\nsize=8MiB, name=E\\n' | sfdisk -q "$1"
dd if="$1.ext4" of="$1" bs=1M seek=3 conv=notrunc status=none`;

test.before(async () => {
  mkdirSync(imagesFolder, { recursive: true });
  const built = await runTool(["sh", "-ec", image, "sh", disk]);
  assert.is(built.exitCode, 0, built.stderr);
  sessions.forEach((session, index) => outcomes.set(session.title, run(session, index)));
});

test.after(async () => {
  await Promise.all(outcomes.values());
  rmSync(folder, { recursive: true });
  rmSync(join(cacheFolder, "any", `${basename(disk, ".img").toLowerCase()}-img`), {
    recursive: true,
    force: true,
  });
});

async function run({ args, command, e2fsck, before, killsWorker }: Session, index: number) {
  const own = join(folder, String(index));
  const results = join(own, "results");
  mkdirSync(results, { recursive: true });
  if (e2fsck !== undefined) writeFileSync(join(own, "e2fsck"), e2fsck, { mode: 0o755 });
  const main = fileURLToPath(new URL("../main.js", import.meta.url));
  const explored = ["--disk", disk, "--points", "all", "--", ...(command ?? target("writes-once"))];
  const isExplore = args?.[0] !== "soak";
  const words = [...(args ?? ["explore"]), "--results", results, "--seed", "1", "--jobs", "1"];
  const line = [process.execPath, main, ...words, ...(isExplore ? explored : [])];
  const [file = "", ...rest] = before === undefined ? line : withOwnMounts(before, line);
  const child = spawn(file, rest, {
    env: { ...process.env, PATH: `${own}:${process.env["PATH"] ?? ""}`, results, MARK: own },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (data: Buffer) => (said += data.toString()));
  child.stderr.on("data", (data: Buffer) => (said += data.toString()));
  const exit = once(child, "close");
  if (killsWorker) await signalWorker(`MARK=${own}`, "SIGKILL");
  const [code] = (await exit) as [number | null];
  return { code, said: said.replaceAll(/\s+/g, " ") };
}

function withOwnMounts(before: string, line: readonly string[]): string[] {
  const asRoot = process.geteuid?.() === 0 ? [] : ["--user", "--map-root-user"];
  return ["unshare", ...asRoot, "--mount", "sh", "-c", `${before}; exec "$@"`, "sh", ...line];
}

for (const { title, exitCode = 2, says } of sessions) {
  test(`${title}: exit code ${exitCode}, with the reason`, async () => {
    const outcome = await outcomes.get(title);
    assert.is(outcome?.code, exitCode, outcome?.said);
    assert.match(outcome?.said ?? "", says);
  });
}

test.run();
