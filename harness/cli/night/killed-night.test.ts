import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { rootFolder } from "../../catalogue/places.js";
import { readNight, runsOfNight } from "../../store/night/night-folder.js";
import { readRun } from "../../store/run-folder.js";
import { leftBehind } from "../../target/left-behind.samples.js";

const main = join(rootFolder, "dist/harness/main.js");

const plan = {
  about: "three small turns",
  turns: [
    { cases: 5, small: ["record-first"], explore: { points: "all" } },
    { cases: 3, scenarios: ["prove"], targets: ["reference"], soak: { aim: "writes" } },
  ],
  canary: { everyTurns: 10, targets: ["half-replaced"] },
};

const test = suite<{ folder: string; mark: string }>("killed night");

test.before((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "crashpoint-night-"));
  context.mark = `night-${process.pid}`;
  mkdirSync(join(context.folder, "temp"));
  writeFileSync(join(context.folder, "plan.json"), JSON.stringify(plan));
});
test.after(async ({ folder, mark }) => {
  assert.equal(await leftBehind(`CRASHPOINT_MARK=${mark}`), [], "processes are left");
  rmSync(folder, { recursive: true });
});

interface Place {
  readonly folder: string;
  readonly mark: string;
}

function start({ folder, mark }: Place, words: readonly string[]) {
  const child = spawn(process.execPath, [main, "soak", ...words], {
    env: { ...process.env, TMPDIR: join(folder, "temp"), CRASHPOINT_MARK: mark },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stdout.on("data", (data: Buffer) => (said += data.toString()));
  child.stderr.on("data", (data: Buffer) => (said += data.toString()));
  const exit = once(child, "exit").then(([code]) => ({ code: code as number | null, said }));
  return { child, exit };
}

function begin(place: Place, results: string) {
  const words = ["--plan", join(place.folder, "plan.json"), "--turns", "3", "--seed", "2"];
  return start(place, [...words, "--jobs", "1", "--results", results]);
}

function nightIn(results: string): string | undefined {
  try {
    const [name] = readdirSync(join(results, "night"));
    return name === undefined ? undefined : join(results, "night", name);
  } catch {
    return undefined;
  }
}

/** The stored cases, each with its turn. */
function casesIn(results: string): string[] {
  const path = nightIn(results);
  if (path === undefined) return [];
  return runsOfNight(path).flatMap((run) =>
    readRun(run).cases.map(({ index, id, verdict }) => `${index} ${id} ${verdict}`),
  );
}

/** Ends a sitting as soon as it has stored so many cases more, or has ended by itself. */
async function endAfter(
  { child, exit }: ReturnType<typeof start>,
  results: string,
  signal: NodeJS.Signals,
  more: number,
) {
  const before = casesIn(results).length;
  while (child.exitCode === null && casesIn(results).length < before + more) await sleep(20);
  child.kill(signal);
  return exit;
}

test("a night that was killed twice and stopped once is the one that was not", async (place) => {
  const whole = join(place.folder, "whole");
  const { code, said } = await begin(place, whole).exit;
  assert.is(code, 0, said);
  assert.match(said, /canaries: 1 of 1 caught[^]*\nheld\n$/);

  const cut = join(place.folder, "cut");
  await endAfter(begin(place, cut), cut, "SIGKILL", 1);
  const path = nightIn(cut) ?? "";
  const go = () => start(place, ["--continue", path, "--jobs", "1"]);
  await endAfter(go(), cut, "SIGKILL", 3);
  const stopped = await endAfter(go(), cut, "SIGINT", 1);
  assert.match(stopped.said, `soak --continue ${path}`);
  assert.is(stopped.code, 130, stopped.said);
  const last = await go().exit;
  assert.is(last.code, 0, last.said);
  assert.equal(casesIn(cut).sort(), casesIn(whole).sort());
  const sittings = readNight(path).lines.filter(({ kind }) => kind === "sitting");
  assert.is(sittings.length, 4);
});

test.run();
