import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { runTool, type ToolResult } from "../../target/tool.js";
import { cutFacts, runFacts } from "./small-facts.samples.js";
import { jobOf } from "./small-job.js";
import { smallImage } from "./small-image.js";
import { commandsFolder, loadSmallTargets, missingTool } from "./small-targets.js";

const { bad, right } = loadSmallTargets();
const rows = [...bad, ...right];
// Flushes take no time in memory.
const shared = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const folder = mkdtempSync(join(shared, "small-facts-"));
const scratch = join(folder, "scratch");
const disk = join(folder, "disk");
mkdirSync(scratch);

/** Counts what it writes to the disk, and kills its parent behind the write that is wanted. */
const killingDd = `#!/bin/sh
/bin/dd "$@"
case " $* " in *" of=$DISK "*) ;; *) exit 0 ;; esac
echo >> "$COUNT"
[ "$(wc -l < "$COUNT")" -ne "$LAST" ] || kill -KILL $PPID
`;
writeFileSync(join(folder, "dd"), killingDd);
chmodSync(join(folder, "dd"), 0o755);

/** The row of a name, with its image as the disk; undefined where a tool of it is missing. */
async function begin(name: string) {
  const row = rows.find((each) => each.name === name);
  assert.ok(row, name);
  const missing = missingTool(row.tools ?? []);
  if (missing !== undefined) console.log(`not run: ${name}: there is no ${missing}`);
  if (missing !== undefined) return undefined;
  const image = await smallImage(row.image, () => undefined);
  await runTool(["cp", "--sparse=always", image, disk]);
  return row;
}

/** What the command of a row comes to on the disk. */
function run(row: (typeof rows)[number], env: Record<string, string> = {}): Promise<ToolResult> {
  const [program, ...args] = jobOf(row, disk).command;
  const words = args.map((word) => word.replaceAll("{disk}", disk));
  return runTool([program, ...words], { cwd: commandsFolder, env: { TMPDIR: scratch, ...env } });
}

async function print(line: string): Promise<string> {
  const known = line.replaceAll("{disk}", disk).replaceAll("{here}", commandsFolder);
  const { stdout } = await runTool(["sh", "-c", known]);
  return stdout.trimEnd();
}

for (const { name, prints, before, after } of runFacts) {
  test(`${name}: its uninterrupted run does what is said of it`, async () => {
    const row = await begin(name);
    if (row === undefined) return;
    assert.is(await print(prints), before);
    const { exitCode, stderr } = await run(row);
    assert.ok(jobOf(row, disk).successCodes.includes(exitCode ?? -1), stderr);
    assert.is(await print(prints), after);
  });
}

for (const { name, writeCount, exitCode, prints, after } of cutFacts) {
  test(`${name}: killed after write ${writeCount}, its resume does as is said`, async () => {
    const row = await begin(name);
    if (row === undefined) return;
    const count = join(folder, "count");
    rmSync(count, { force: true });
    const path = `${folder}:${process.env["PATH"] ?? ""}:/usr/sbin:/sbin`;
    const killed = await run(row, {
      ...{ PATH: path, DISK: disk, COUNT: count, LAST: String(writeCount) },
    });
    assert.is(killed.signal, "SIGKILL", killed.stderr);
    const resumed = await run(row);
    assert.is(resumed.exitCode, exitCode, resumed.stderr);
    assert.is(await print(prints), after);
  });
}

test.after(() => rmSync(folder, { recursive: true, force: true }));

test.run();
