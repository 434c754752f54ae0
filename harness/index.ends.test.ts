import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { explore, makeScenario, type CasesRun } from "crashpoint";
import { leftBehind, seenBeside } from "./target/left-behind.samples.js";

const test = suite<{ folder: string; disk: string }>("how runs of the library end");
const root = fileURLToPath(new URL("../..", import.meta.url));

test.before((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-ends-"));
  context.disk = join(context.folder, "disk.img");
  writeFileSync(context.disk, Buffer.alloc(1024 * 1024));
});

test.after(({ folder }) => rmSync(folder, { recursive: true }));

const command: [string, ...string[]] = [
  ...(["dd", "if=/proc/version", "of={disk}", "bs=8", "conv=notrunc"] as const),
];

async function start(disk: string, results: string, signal?: AbortSignal): Promise<CasesRun> {
  return explore(await makeScenario({ disk, command }), {
    ...{ points: "all", seed: "1", jobs: 1, results },
    ...(signal && { signal }),
  });
}

/** Calls something after the first case. */
async function afterOneCase(run: CasesRun, call: () => void): Promise<void> {
  for await (const { kind } of run.events) if (kind === "case") break;
  call();
}

test("twice at the same time in one process", async ({ folder, disk }) => {
  const results = join(folder, "twice");
  const runs = await Promise.all([start(disk, results), start(disk, results)]);
  const [one, other] = await Promise.all(runs.map(({ done }) => done));
  assert.equal([one?.verdict, other?.verdict], ["held", "held"]);
  assert.is.not(one?.folder, other?.folder);
  assert.is(one?.records.length, other?.records.length);
});

test("stopped in the middle: honest totals, and not held", async ({ folder, disk }) => {
  const run = await start(disk, join(folder, "stopped"));
  await afterOneCase(run, run.stop);
  const { verdict, end, totals, undecided } = await run.done;
  assert.equal([verdict, end.kind], ["undecided", "stopped"]);
  assert.ok(totals.cases > 0 && totals.cases < totals.planned);
  assert.match(undecided[0] ?? "", "ended early: stopped by its caller");
});

test("a signal that is aborted in the middle does the same, and is the cause", async ({
  folder,
  disk,
}) => {
  const controller = new AbortController();
  const run = await start(disk, join(folder, "aborted"), controller.signal);
  const why = new Error("enough");
  await afterOneCase(run, () => controller.abort(why));
  const { end } = await run.done;
  assert.is(end.kind, "stopped");
  assert.is(end.kind === "stopped" ? end.cause.cause : undefined, why);
});

/** What scripts begin with: `run` is under way. */
const prelude = (disk: string, results: string) => `
  import { explore, makeScenario } from "crashpoint";
  const command = ${JSON.stringify(command)};
  const subject = await makeScenario({ disk: ${JSON.stringify(disk)}, command });
  const results = ${JSON.stringify(results)};
  const run = explore(subject, { points: "all", seed: "1", jobs: 1, results });
`;

/** Runs a script that uses the library, and looks at what it leaves. */
async function runScript(folder: string, name: string, text: string) {
  const temp = join(folder, `${name}-temp`);
  mkdirSync(temp);
  const before = seenBeside(temp);
  const mark = `${name}-${process.pid}`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", text], {
    cwd: root,
    env: { ...process.env, TMPDIR: temp, CRASHPOINT_MARK: mark },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (data: Buffer) => (said += data.toString()));
  child.stderr.on("data", (data: Buffer) => (said += data.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  assert.equal(await leftBehind(`CRASHPOINT_MARK=${mark}`), [], "processes are left");
  assert.equal(seenBeside(temp), before);
  return { code, said };
}

test("a script that does not wait: it ends when the work has ended", async ({ folder, disk }) => {
  const results = join(folder, "not-waited");
  const { code, said } = await runScript(folder, "not-waited", prelude(disk, results));
  assert.equal([code, said], [0, ""]);
  const files = readdirSync(results, { recursive: true, encoding: "utf8" });
  assert.ok(files.some((path) => path.endsWith("cases.jsonl")));
});

for (const [name, ending] of Object.entries({
  "process.exit": "process.exit(7)",
  "an exception": "setTimeout(() => { throw new Error('mine') })",
})) {
  test(`a script that ends by ${name} in the middle`, async ({ folder, disk }) => {
    const word = name.replaceAll(/\W+/g, "-");
    const text = `${prelude(disk, join(folder, word))}
      for await (const { kind } of run.events) if (kind === "plan") { ${ending}; break; }`;
    const { code, said } = await runScript(folder, word, text);
    assert.is(code, name === "process.exit" ? 7 : 1, said);
  });
}

/** Starts a worker thread that explores; what it starts has the mark in its environment. */
function startThread(folder: string, disk: string, mark: string) {
  const entry = new URL("index.thread-main.samples.js", import.meta.url);
  const said: unknown[] = [];
  const thread = new Worker(entry, {
    workerData: { options: { disk, command }, results: join(folder, mark) },
    env: { ...process.env, CRASHPOINT_MARK: mark },
  });
  thread.on("message", (message) => void said.push(message));
  return { thread, said };
}

test("in a worker thread", async ({ folder, disk }) => {
  const mark = `thread-${process.pid}`;
  const { thread, said } = startThread(folder, disk, mark);
  const [code] = (await once(thread, "exit")) as [number];
  assert.is(code, 0);
  const told = said.filter((each) => each !== "recording");
  assert.equal(told.slice(0, 3), ["start", "plan", "case"]);
  assert.is(said.at(-1), "held");
  assert.equal(await leftBehind(`CRASHPOINT_MARK=${mark}`), []);
});

test("a worker thread that is ended in the middle takes all with it", async ({ folder, disk }) => {
  const mark = `ended-thread-${process.pid}`;
  const before = seenBeside(folder);
  const { thread, said } = startThread(folder, disk, mark);
  while (!said.includes("plan")) await sleep(20);
  await thread.terminate();
  assert.is(said.includes("end"), false);
  assert.equal(await leftBehind(`CRASHPOINT_MARK=${mark}`), []);
  const after = seenBeside(folder);
  assert.equal([after.mounts, after.isInMemory], [before.mounts, before.isInMemory]);
});

test.run();
