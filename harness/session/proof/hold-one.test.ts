import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { makeScenario } from "../../catalogue/any-command.js";
import { holdOne } from "./hold-one.js";

const folder = mkdtempSync(join(tmpdir(), "crashpoint-hold-"));
const disk = join(folder, "disk.img");
test.after(() => rmSync(folder, { recursive: true }));

/** Goes on with what it has begun only where its note in HOME says that it has. */
const script = [
  ': {disk}; [ -e "$HOME/begun" ] || [ "$(head -c 1 {disk})" != x ] || exit 1',
  ': > "$HOME/begun"',
  "for at in 0 1; do printf x | dd of={disk} bs=512 seek=$at conv=notrunc status=none; done",
].join("; ");

test("what a target keeps outside of the disk is there after a kill", async () => {
  writeFileSync(disk, Buffer.alloc(64 * 1024, "."));
  const made = await makeScenario({
    ...{ disk, folder, command: ["sh", "-c", script], successCodes: [0], timeoutSeconds: 20 },
  });
  const held = await holdOne(
    {
      ...{ name: "notes", odd: "it goes by its notes", image: disk, models: ["kill"] },
      points: "all",
      open: () => Promise.resolve({ ...made, imagePath: disk }),
    },
    { seed: "1", sampleCount: 2, results: join(folder, "results"), notice: () => undefined },
    0,
    new AbortController().signal,
  );
  assert.equal([held.verdict, held.problems, held.stateCount], ["held", [], 2]);
});

test.run();
