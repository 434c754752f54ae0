import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { runTool } from "../../target/tool.js";
import { firstCommands } from "../../catalogue/commands.js";
import { loadOddCorrect, oddTargetName } from "../../catalogue/resizers/odd-correct.js";
import { prepareImage } from "../../catalogue/base-image.js";
import { loadScenario } from "../../catalogue/scenario.js";
import { loadTarget, type Target } from "../../catalogue/target.js";

const folder = mkdtempSync(join(tmpdir(), "crashpoint-test-"));
process.once("exit", () => {
  rmSync(folder, { recursive: true });
});
const scratch = join(folder, "scratch");
mkdirSync(scratch);
const base = (await prepareImage(loadScenario("prove"), () => undefined)).path;
const main = new URL("../../../fixtures/resizers/reference/main.js", import.meta.url);
const reference = await resized({ program: [process.execPath, fileURLToPath(main)] }, "reference");

/** Lets a target do the work of `prove` on a copy of its disk. */
async function resized({ program }: Pick<Target, "program">, name: string) {
  const path = join(folder, name);
  await runTool(["cp", "--sparse=always", base, path]);
  const scenario = loadScenario("prove");
  const [command = ["false"] as const] = firstCommands(scenario, { program } as Target);
  const [file, ...args] = command;
  const words = args.map((word) => word.replaceAll("{disk}", path));
  const { exitCode } = await runTool([file, ...words], { env: { TMPDIR: scratch } });
  return { path, exitCode };
}

async function isSame(one: string, other: string): Promise<boolean> {
  return (await runTool(["cmp", "--quiet", one, other])).exitCode === 0;
}

for (const odd of loadOddCorrect()) {
  test(`${odd.name} ends as it should, and leaves nothing behind`, async () => {
    const { path, exitCode } = await resized(loadTarget(oddTargetName(odd)), odd.name);
    const refuses = odd.name === "refuses";
    const isRandom = odd.name === "random-guids";
    assert.is(exitCode, refuses ? 3 : 0);
    assert.is(await isSame(path, reference.path), !refuses && !isRandom);
    assert.is(await isSame(path, base), refuses);
    assert.equal(readdirSync(scratch), []);
    rmSync(path);
  });
}

test.run();
