import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { sha256 } from "../../model/sha256.js";
import { runTool } from "../../target/tool.js";
import { makeScenario, type MadeScenario } from "../../catalogue/any-command.js";
import { crashOrderOf, type CaseOrder } from "../case/case-order.js";
import { loadDevices } from "../../catalogue/devices.js";
import type { CaseReply, ExploreRequest, GoldenSummary } from "./messages.js";
import { targetScript } from "../../catalogue/target-scripts.samples.js";
import { remakeImages } from "../../media/disk/remake.js";
import { readFailure } from "../../store/failures/read-failure.js";
import { pointsOf } from "./planned-points.js";
import { soak } from "./soak.js";

const devices = loadDevices();
const seed = "7e57";

interface Explored {
  readonly made: MadeScenario;
  readonly golden: GoldenSummary | undefined;
  readonly replies: readonly CaseReply[];
  readonly undecided: string;
}

/** Explores any command on an image that shell lines make, `$1` being its path. */
async function explore(
  image: string,
  command: readonly [string, ...string[]],
  request: Partial<ExploreRequest>,
  look: (folder: string, explored: Explored) => Promise<void> | void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-test-"));
  try {
    const disk = join(folder, "disk.img");
    const built = await runTool(["sh", "-ec", image, "sh", disk]);
    assert.is(built.exitCode, 0, built.stderr);
    const before = sha256(readFileSync(disk));
    const made = await makeScenario({
      disk,
      folder,
      command: [...command],
      timeoutSeconds: 5,
      successCodes: [0, 1],
    });
    await look(folder, await run(made, folder, request));
    assert.is(sha256(readFileSync(disk)), before, "the image was written to");
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(
  made: MadeScenario,
  folder: string,
  request: Partial<ExploreRequest>,
): Promise<Explored> {
  const replies: CaseReply[] = [];
  let golden: GoldenSummary | undefined;
  let nextIndex = 0;
  const order = (cuts: CaseReply["nested"][number]): CaseOrder => ({
    ...{ index: nextIndex++, seed, ...crashOrderOf(cuts) },
  });
  const end = await soak(
    {
      ...{ scenario: made.scenario, target: made.target, devices, jobs: 1, runPath: folder },
      imagePath: made.job.disk ?? "",
      explore: {
        ...{ models: ["kill", "torn", "power"], devices: devices.map(({ name }) => name) },
        ...{ seed, depth: 1, nested: "metadata", flushes: false, points: "all", ...request },
      },
      orderAt: (index, { planned }) => {
        const point = pointsOf(planned)[index];
        return point && order([point]);
      },
      follow: ({ nested }) => nested.map(order),
    },
    { ready: (summary) => void (golden = summary), done: (reply) => void replies.push(reply) },
    new AbortController().signal,
  );
  return { made, golden, replies, undecided: end.kind === "undecided" ? end.reason : "" };
}

function assertAllHeld(replies: readonly CaseReply[]): void {
  const others = replies.filter(({ record }) => record.verdict !== "held");
  const told = others.map(({ record }) => `${record.id} ${JSON.stringify(record.findings)}`);
  assert.is(told.join("\n"), "");
}

const gpt = `truncate -s 24M "$1"
printf 'label: gpt\\nsize=4MiB, name=one\\nsize=4MiB, name=two\\n' | sfdisk -q "$1"`;

test("a partition tool on a grown disk holds, and like images are resumed once", async () => {
  const grown = `${gpt}\ntruncate -s 32M "$1"`;
  const relocate = ["sfdisk", "--relocate", "gpt-bak-std", "{disk}"] as const;
  const request = { devices: ["ordered-512", "ordered-4096", "volatile"] };
  await explore(grown, relocate, request, (_folder, { golden, replies }) => {
    assert.is(golden?.deterministic, true);
    assert.is(replies.length, golden && pointsOf(golden.planned).length);
    assertAllHeld(replies);
    const models = new Set(replies.map(({ record }) => record.model));
    assert.equal([...models].sort(), ["kill", "power", "torn"]);
    const like = replies.filter(({ record }) => record.sameAs !== undefined);
    assert.ok(like.length > 0);
    const ids = replies.map(({ record }) => record.id);
    assert.ok(like.every(({ record }) => ids.includes(record.sameAs ?? "")));
  });
});

test("a forgotten flush is found, explained, and its image can be made again", async () => {
  const script = targetScript("forgets-a-flush");
  await explore(gpt, [script, "{disk}"], {}, async (folder, { replies, made }) => {
    const bad = replies.filter(({ record }) => record.verdict === "violated");
    assert.ok(bad.some(({ record }) => record.model === "power"));
    assert.ok(bad.every(({ record }) => record.model !== "kill"));
    const reduced = bad.flatMap(({ smallest }) => smallest ?? []);
    assert.ok(
      reduced.some(
        ({ needs, id }) =>
          id.includes(":p2.volatile.x1@") &&
          needs.includes("lost, write 2 (P2 two) landed: a flush is missing between them"),
      ),
      JSON.stringify(reduced),
    );
    for (const name of readdirSync(join(folder, "failures"))) {
      const failure = join(folder, "failures", name);
      const out = mkdtempSync(join(folder, "out-"));
      const images = await remakeImages(failure, readFailure(failure), made.job.disk ?? "", out);
      assert.equal(images, ["crash-1.img"]);
    }
  });
});

test("a flush by sync() counts, though FUSE is not told of it", async () => {
  const script = targetScript("flushes-by-sync");
  const request = { models: ["power"], devices: ["volatile"] } as const;
  await explore(gpt, [script, "{disk}"], request, (_folder, { golden, replies }) => {
    assert.equal(golden?.notices, []);
    assert.ok(replies.length > 0);
    assertAllHeld(replies);
  });
});

test("a bare file system is checked by its own checker; a sick one is a notice", async () => {
  const image = `truncate -s 32M "$1"; mke2fs -q -t ext4 "$1"
debugfs -w -R 'write /etc/passwd passwd' "$1"; debugfs -w -R 'clri <12>' "$1"`;
  const check = ["e2fsck", "-fy", "{disk}"] as const;
  await explore(image, check, { models: ["kill"] }, (_folder, { golden, replies }) => {
    assert.ok(golden?.notices.some((notice) => notice.includes("before anything runs")));
    assert.equal(golden?.findings, []);
    assert.ok(replies.length > 3);
    assertAllHeld(replies);
  });
});

test("a crash in the resume of a crash is explored, to the depth that was asked for", async () => {
  const script = targetScript("rewrites-in-place");
  const request = { models: ["kill"], depth: 2, nested: "all" } as const;
  await explore(gpt, [script, "{disk}"], request, (_folder, { replies }) => {
    const depths = replies.map(({ record }) => record.cuts.length);
    assert.is(depths.filter((depth) => depth === 1).length, 4);
    assert.is(depths.filter((depth) => depth === 2).length, 16);
    assert.is(Math.max(...depths), 2);
    assertAllHeld(replies);
  });
});

test("a command that fails without any crash is undecided", async () => {
  await explore(gpt, ["sh", "-c", "exit 3 # {disk}"], {}, (_folder, { replies, undecided }) => {
    assert.equal(replies, []);
    assert.match(undecided, "the uninterrupted run failed: command 1 exited with 3");
  });
});

test.run();
