import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { baseDigest } from "../base-digest.js";
import { judgedRows } from "./judged-rows.samples.js";
import { buildSmallImage, smallImage } from "./small-image.js";
import { loadSmallTargets, missingTool } from "./small-targets.js";

const { bad, right } = loadSmallTargets();
const rows = [...bad, ...right, ...judgedRows].filter(
  ({ tools = [] }) => missingTool(tools) === undefined,
);
const names = [...new Set(rows.map(({ image }) => image))];
const folder = mkdtempSync(join(tmpdir(), "small-images-"));

async function digests(): Promise<string[]> {
  const path = join(folder, "image");
  const found: string[] = [];
  for (const name of names) {
    rmSync(path, { recursive: true, force: true });
    await buildSmallImage(name, path);
    found.push(`${name} ${await baseDigest(path)}`);
  }
  return found;
}

test("an image is the same each time, whatever the clock says", async () => {
  const first = await digests();
  await sleep(1100);
  assert.equal(await digests(), first);
});

test("it comes out of the cache the second time", async () => {
  const told: string[] = [];
  const path = await smallImage("plain", () => undefined);
  assert.is(await smallImage("plain", (line) => told.push(line)), path);
  assert.equal(told, []);
});

test("a script that fails is named", async () => {
  const why = await buildSmallImage("no-such-image", join(folder, "image")).then(() => "", String);
  assert.match(why, /image no-such-image: .*\/images\/no-such-image\.sh failed \(exit \d+: /);
});

test.after(() => rmSync(folder, { recursive: true, force: true }));

test.run();
