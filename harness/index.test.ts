import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { assertHeld, explore, makeScenario, replay, type RunEvent } from "crashpoint";
import { runTool } from "./target/tool.js";

const test = suite<{ folder: string; disk: string }>("the library");

test.before((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-library-"));
  context.disk = join(context.folder, "disk.img");
  writeFileSync(context.disk, Buffer.alloc(1024 * 1024));
});

test.after(({ folder }) => rmSync(folder, { recursive: true }));

/** Marks the disk, then does its work: after a kill in between it takes the mark for another's. */
const refuse = `[ "$(head -c 1 "$0")" = 1 ] && exit 1
for at in 0 4096; do printf 1 | dd of="$0" bs=1 seek=$at conv=notrunc status=none; done`;

test("in uvu: a copy survives being killed anywhere", async ({ folder, disk }) => {
  const subject = await makeScenario({
    disk,
    command: ["dd", "if=/proc/version", "of={disk}", "bs=16", "conv=notrunc"],
  });
  const run = explore(subject, { points: "all", seed: "1", results: join(folder, "results") });
  assertHeld(await run.done);
});

test("in node:test: the same, and what does not survive it", async () => {
  const file = fileURLToPath(new URL("index.node.samples.js", import.meta.url));
  const { exitCode, stdout, stderr } = await runTool([process.execPath, "--test", file]);
  assert.is(exitCode, 0, stdout + stderr);
  assert.match(stdout, /# pass 2\n# fail 0/);
});

test("events and result of a run that is violated; its replay", async ({ folder, disk }) => {
  const subject = await makeScenario({ disk, command: ["sh", "-c", refuse, "{disk}"] });
  const results = join(folder, "results");
  const run = explore(subject, { points: "all", seed: "1", results });
  const events: RunEvent[] = [];
  for await (const event of run.events) events.push(event);
  const result = await run.done;
  const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== "recording");
  assert.equal(kinds, ["start", "plan", ...result.records.flatMap(eventsOf), "end"]);
  assert.equal(events.at(-1), { kind: "end", result });

  assert.is(result.verdict, "violated");
  assert.is(result.end.kind, "complete");
  assert.ok(result.folder.startsWith(results));
  const [failure] = result.failures;
  assert.match(failure?.replayCommand ?? "", / replay c1:any\/disk-img:sh:1:w1@.* -- sh -c /);

  const words = / replay c1:any\/disk-img:sh:1:w1@\S+ --disk \S+disk\.img -- sh -c /;
  const told = (...path: string[]) => readFileSync(join(...path), "utf8");
  assert.match(told(failure?.evidencePath ?? "", "how-to-replay.txt"), words);

  const keep = join(folder, "kept");
  const replayed = await replay(failure?.id ?? "", { subject, results, keep }).done;
  assert.match(told(keep, "how-to-look.txt"), words);
  assert.is(replayed.verdict, "violated");
  assert.is(replayed.story?.record.id, failure?.id);
  assert.throws(() => assertHeld(replayed), /Show it again with:/);
});

function eventsOf({ verdict }: { readonly verdict: string }): string[] {
  return verdict === "violated" ? ["case", "finding"] : ["case"];
}

test.run();
