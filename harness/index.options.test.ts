import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { explore, Interrupted, loadScenario, makeScenario, replay, soak } from "crashpoint";
import { UsageError } from "./model/errors.js";

const subject = loadScenario("resize", { target: "reference" });

const test = suite<{ folder: string; disk: string }>("options of the library");

test.before((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-options-"));
  context.disk = join(context.folder, "disk.img");
  writeFileSync(context.disk, Buffer.alloc(65_536));
});

test.after(({ folder }) => rmSync(folder, { recursive: true }));

/** As JavaScript may call it, and TypeScript would not let it. */
const loosely = (options: object) => options as never;

async function refused(call: () => unknown, message: string): Promise<void> {
  const thrown: unknown = await Promise.resolve()
    .then(call)
    .catch((error: unknown) => error);
  assert.instance(thrown, UsageError);
  assert.match((thrown as Error).message, message);
}

test("unknown options are named, with all that there are", async ({ disk }) => {
  await refused(
    () => explore(subject, loosely({ modles: ["kill"], point: "all" })),
    'explore: unknown options "modles", "point"; there are: models, signals, interrupts, ' +
      "devices, points, depth, nested, flushes, balance, budget, seed, jobs, results, strict, " +
      "shard, signal",
  );
  await refused(
    () => soak(subject, loosely({ iterations: 3 })),
    'soak: unknown option "iterations"',
  );
  await refused(() => replay("c1:x", loosely({ disk })), 'replay: unknown option "disk"');
  await refused(
    () => loadScenario("resize", loosely({ disk })),
    'loadScenario: unknown option "disk"; there are: target, program, trace',
  );
  await refused(
    () => makeScenario(loosely({ disk, command: ["true", "{disk}"], timeout: "2m" })),
    'makeScenario: unknown option "timeout"',
  );
});

test("values of the wrong kind are named by their option", async ({ disk }) => {
  const wrong = (options: object, message: string) =>
    refused(() => explore(subject, loosely(options)), message);
  await wrong({ models: ["pull"] }, "at models[0]");
  await wrong({ models: [] }, "at models");
  await wrong({ depth: 17 }, "at depth");
  await wrong({ budget: { minutes: 3 } }, "at budget");
  await wrong({ budget: { cases: 0 } }, "at budget.cases");
  await wrong({ signal: {} }, "at signal");
  await wrong({ seed: 7 }, "at seed");
  await wrong({ points: "nowhere" }, '"nowhere" is none of all, metadata');
  await wrong({ devices: [] }, "at devices");
  await wrong({ devices: ["floppy"] }, 'unknown device "floppy"');
  await wrong({ jobs: 4096 }, "each worker needs a CPU of its own");
  await refused(() => soak(subject, { kills: { least: 3, most: 2 } }), "at kills");
  await refused(() => soak(subject, { killStep: "nowhere" }), 'unknown step "nowhere"');
  await refused(() => makeScenario(loosely({ disk })), "at command");
  await refused(() => makeScenario({ disk, command: ["true"] }), "the command has no {disk} in it");
});

test("what is crashed has to be loaded or made, and waited for", async ({ disk }) => {
  const why = "expected what loadScenario(...) or await makeScenario(...) gives";
  await refused(() => explore("resize" as never), why);
  const made = makeScenario({ disk, command: ["true", "{disk}"] });
  await refused(() => soak(made as never), why);
  await refused(() => replay("c1:x", { subject: made as never }), why);
  await refused(() => replay("c1:x", { subject: { scenario: "resize" } as never }), why);
  await made;
  await refused(() => replay("c1:nonsense"), "malformed case id");
  await refused(() => replay("c1:resize:reference:1:w1@0000").done, "another version of scenario");
});

test("an image must be the one that the scenario was made of", async ({ folder }) => {
  const disk = join(folder, "changed.img");
  writeFileSync(disk, Buffer.alloc(65_536));
  const made = await makeScenario({ disk, command: ["true", "{disk}"] });
  writeFileSync(disk, Buffer.alloc(65_536, 1));
  const why = `${disk}: the image has changed since makeScenario; make it again`;
  await refused(() => explore(made, { results: folder }).done, why);
  assert.is(readdirSync(folder).includes("latest"), false);
});

test("a signal that is aborted already: it rejects at once, and nothing is begun", async ({
  folder,
}) => {
  const cause = new Error("not today");
  const results = join(folder, "never");
  const options = { results, signal: AbortSignal.abort(cause) };
  for (const run of [explore(subject, options), soak(subject, options)]) {
    const thrown: unknown = await run.done.catch((error: unknown) => error);
    assert.instance(thrown, Interrupted);
    assert.is((thrown as Error).cause, cause);
    for await (const event of run.events) assert.unreachable(event.kind);
  }
  assert.is(readdirSync(folder).includes("never"), false);
});

test.run();
