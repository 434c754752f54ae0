import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { caught, writeProofs } from "../../merge/proofs/proofs.samples.js";
import { exitCodes } from "../../model/errors.js";
import { runTool } from "../../target/tool.js";

const shards = suite<{ folder: string }>("shards of prove");
shards.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-proofs-"));
});
shards.after.each(({ folder }) => rmSync(folder, { recursive: true }));

async function crashpoint(...words: string[]) {
  const command = [process.execPath, resolve("dist/harness/main.js"), ...words] as const;
  const { exitCode, stdout, stderr } = await runTool([...command], { env: { CHAOS_SEED: "7f3a" } });
  return { code: exitCode, said: stdout + stderr };
}

shards("a merge is as the worst of its shards", async ({ folder }) => {
  writeProofs(folder, 1, [caught("a"), caught("c")]);
  writeProofs(folder, 2, [caught("b")]);
  const held = await crashpoint("merge", folder);
  assert.is(held.code, exitCodes.held, held.said);
  assert.match(held.said, "3 of 3 caught, in 2.0 s");
  writeProofs(folder, 2, [caught("b", { result: "missed", why: "nothing\u001b[2J was found" })]);
  const missed = await crashpoint("merge", folder);
  assert.is(missed.code, exitCodes.violated);
  assert.match(missed.said, "b: NOT CAUGHT: forgets: nothing\\u{1b}[2J was found");
});

shards("all of the targets, and no --only: what only the whole can tell is told", async (at) => {
  const setting = { only: "", seed: "1" };
  writeProofs(at.folder, 1, [caught("a"), caught("c")], { setting });
  writeProofs(at.folder, 2, [], { setting, leftOut: ["b"] });
  const { code, said } = await crashpoint("merge", at.folder);
  assert.is(code, exitCodes.violated);
  assert.match(said, "left out: b: tools of it were missing");
  assert.match(said, /checker "\S.*" is not what catches any known-bad target/);
  assert.not.match(said, 'checker "content" is not');
});

shards("targets that are nobody's are refused, or undecided", async ({ folder }) => {
  writeProofs(folder, 1, [caught("a")]);
  const refused = await crashpoint("merge", folder);
  assert.is(refused.code, exitCodes.usage);
  assert.match(refused.said, "in no shard: 2 of 3 targets: b, c. --partial merges");
  const partial = await crashpoint("merge", folder, "--partial");
  assert.is(partial.code, exitCodes.undecided);
});

shards("two real shards, merged", async ({ folder }) => {
  const only = ["--only", "wipes-a-partition,drops-modes", "--jobs", "1"];
  const ends = await Promise.all(
    ["1", "2"].map((index) =>
      crashpoint("prove", ...only, "--shard", `${index}/2`, "--results", join(folder, index)),
    ),
  );
  for (const { code, said } of ends) assert.is(code, exitCodes.held, said);
  const { code, said } = await crashpoint("merge", folder);
  assert.is(code, exitCodes.held, said);
  assert.match(said, "2 of 2 caught");
});

shards.run();
