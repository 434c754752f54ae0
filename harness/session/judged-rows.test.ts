import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { judgedRows, type JudgedRow } from "../catalogue/small/judged-rows.samples.js";
import { smallImage } from "../catalogue/small/small-image.js";
import { missingTool } from "../catalogue/small/small-targets.js";
import { testsUnless } from "../model/tests-unless.samples.js";
import type { CaseRecord } from "../store/records.js";
import { runTool } from "../target/tool.js";
import { explore } from "./explore.js";
import { makeScenario } from "./subject/subject.js";

// What is said of real tools, each on a small image: as somebody would who knows these tools.

const results = mkdtempSync(join(tmpdir(), "judged-rows-"));

for (const row of judgedRows) {
  const { name, image, command, points, ends, uncrashed = [], notice } = row;
  testsUnless(await whyNot(row), "judged as an expert would")(name, async () => {
    const disk = await smallImage(image, () => undefined);
    const subject = await makeScenario({ disk, command });
    const options = { points, results, seed: "1", jobs: 1, models: ["kill"] } as const;
    const { records, golden } = await explore(subject, options).done;
    const findings = golden?.findings ?? [];
    assert.equal(
      findings.map((each) => `${each.class}, ${each.place}`),
      uncrashed,
    );
    assert.equal(Object.fromEntries(records.map(endOf)), ends);
    if (notice === undefined) return;
    assert.ok(golden?.notices.some((each) => each.includes(notice)));
  });
}

/** Why a row can't be judged here: another version of its tool writes in another order. */
async function whyNot({ tools, version }: JudgedRow): Promise<string | undefined> {
  const missing = missingTool(tools);
  if (missing !== undefined) return `there is no ${missing}`;
  if (version === undefined) return undefined;
  const { stdout } = await runTool(["sh", "-c", version.line]);
  const [here = "nothing"] = stdout.split("\n");
  return stdout.includes(version.says) ? undefined : `expected ${version.says}, found ${here}`;
}

/** The write after which it was killed, and what came of it. */
function endOf(record: CaseRecord): [number, string] {
  const [cut] = record.cuts;
  const write = cut?.write ?? 0;
  if (record.verdict === "held") return [write, `(${record.class})`];
  return [write, record.verdict === "violated" ? record.class : `undecided: ${record.reason}`];
}

test.after(() => rmSync(results, { recursive: true, force: true }));

test.run();
