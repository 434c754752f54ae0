import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { suite, type Test } from "uvu";
import * as assert from "uvu/assert";
import { loadTarget } from "../../harness/catalogue/target.js";
import { exitCodes, messageOf, UsageError } from "../../harness/model/errors.js";
import { runTool } from "../../harness/target/tool.js";
import { inParallel } from "./processes.js";
import { type Block, type BlockLine, readmeBlocks } from "./readme-blocks.js";
import { ruleFor, type Rule } from "./readme-rules.js";
import { type Outcome, runLine } from "./readme-run.samples.js";

/** Examples mostly wait, so more of them run at once than there are CPUs. */
const width = 4;

/** The small images and programs that the examples name. */
const inputs = `
truncate -s 8M disk.img
printf 'label: gpt\\nsize=1MiB, name=A\\nsize=1MiB, name=B\\n' | sfdisk -q disk.img
printf '%0512d' 7 | dd of=disk.img bs=512 seek=4096 conv=notrunc status=none
truncate -s 12M disk.img
truncate -s 32M fs.img && mke2fs -q -t ext4 fs.img
cat > update <<'END'
#!/bin/sh
for sector in 0 1 2; do
  printf '%0512d' $sector | dd of="$3" bs=512 seek=$((4096 + sector)) conv=notrunc status=none
done
END
cat > repair <<'END'
#!/bin/sh
exec "$(dirname "$0")/update" --to B "$1"
END
chmod +x update repair
git init -q repo
for n in 1 2 3; do
  echo $n > repo/file
  git -C repo add file
  git -C repo -c user.name=a -c user.email=a@b commit -qm $n
done`;

/**
 * A test for each command and each program of some READMEs. Each block is run as it stands, in a
 * folder of its own.
 */
export function suiteOf(readmes: readonly string[]): Test {
  const blocks = readmes.flatMap(readmeBlocks);
  const outcomes = new Map<string, Outcome>();
  const test = suite(`commands of ${readmes.join(", ")}`);
  // Below the checkout, so that programs find the library by its name.
  mkdirSync(".cache", { recursive: true });
  const folder = mkdtempSync(resolve(".cache/readmes-"));

  test.before(async () => {
    const inputsPath = join(folder, "inputs");
    await makeInputs(inputsPath);
    const jobs = blocks.map((block, number) => async () => {
      const path = join(folder, String(number));
      cpSync(inputsPath, path, { recursive: true });
      await runBlock(block, path, outcomes);
    });
    await inParallel(jobs, width);
  });
  test.after(() => rmSync(folder, { recursive: true }));

  const missing = whyNoResizer();
  for (const { place, text } of blocks.flatMap(commandsOf)) {
    const rule = ruleFor(text);
    if (rule.kind === "left out") continue;
    const name = `${place}: ${text}`;
    if (missing === undefined || !/\bpartitionresizer\b/.test(text)) {
      test(name, () => judge(rule, outcomeAt(outcomes, place)));
      continue;
    }
    console.log(`not run: ${place}: there is no real resizer here`);
    test.skip(name);
    test(`${name}: says what is missing`, () => {
      const { code, said } = outcomeAt(outcomes, place);
      assert.is(code, exitCodes.usage, said);
      assert.ok(said.replaceAll(/\s+/g, " ").includes(missing), said);
    });
  }
  return test;
}

function whyNoResizer(): string | undefined {
  try {
    loadTarget("partitionresizer");
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return messageOf(error);
    throw error;
  }
}

async function makeInputs(path: string): Promise<void> {
  mkdirSync(path);
  const made = await runTool(["bash", "-ec", `cd '${path}'\n${inputs}`], {
    env: { PATH: `${process.env["PATH"] ?? ""}:/usr/sbin:/sbin` },
  });
  assert.is(made.exitCode, 0, made.stderr);
  cpSync("fixtures/targets/writers/loses-data.sh", join(path, "careless"));
  symlinkSync(resolve("scripts"), join(path, "scripts"));
}

/** A program is one command. */
function commandsOf({ language, lines }: Block): readonly BlockLine[] {
  const [first] = lines;
  if (language === "sh" || first === undefined) return lines;
  return [{ place: first.place, text: "node example.mjs" }];
}

/** Runs the commands of a block one after the other. */
async function runBlock(block: Block, path: string, outcomes: Map<string, Outcome>): Promise<void> {
  const program = block.language === "js" ? block.lines.map(({ text }) => text) : [];
  writeFileSync(join(path, "example.mjs"), program.join("\n"));
  for (const { place, text } of commandsOf(block)) {
    const rule = ruleFor(text);
    if (rule.kind === "left out") continue;
    const until = rule.kind === "begun" ? rule.until : undefined;
    outcomes.set(place, await runLine(text, path, until));
  }
}

function outcomeAt(outcomes: ReadonlyMap<string, Outcome>, place: string): Outcome {
  const outcome = outcomes.get(place);
  if (outcome === undefined) throw new Error("it was not run");
  return outcome;
}

function judge(rule: Rule, { code, said, interrupted, left }: Outcome): void {
  assert.equal(left, [], `left behind:\n${said}`);
  if (rule.kind === "begun") {
    assert.ok(interrupted, `it never began:\n${said}`);
    const { held, violated, undecided, interrupted: stopped } = exitCodes;
    assert.ok(
      [held, violated, undecided, stopped].some((each) => each === code),
      said,
    );
  } else if (rule.kind === "ended") {
    assert.is(code, rule.code, said);
    assert.match(said, rule.says);
  }
}
