import { rejects } from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { assertHeld, explore, makeScenario } from "crashpoint";

// The library in node:test. A uvu test runs this file with `node --test`.

const folder = mkdtempSync(join(tmpdir(), "crashpoint-example-"));
const disk = join(folder, "disk.img");
writeFileSync(disk, Buffer.alloc(1024 * 1024));
after(() => rmSync(folder, { recursive: true }));

const results = join(folder, "results");

void test("a copy survives being killed anywhere", async () => {
  const subject = await makeScenario({
    disk,
    command: ["dd", "if=/proc/version", "of={disk}", "bs=16", "conv=notrunc"],
  });
  const run = explore(subject, { points: "all", seed: "1", results });
  assertHeld(await run.done);
});

void test("what takes its own mark for another's does not: the failure block says so", async () => {
  const refuse = `[ "$(head -c 1 "$0")" = 1 ] && exit 1
    for at in 0 4096; do printf 1 | dd of="$0" bs=1 seek=$at conv=notrunc status=none; done`;
  const subject = await makeScenario({ disk, command: ["sh", "-c", refuse, "{disk}"] });
  const run = explore(subject, { points: "all", seed: "1", results });
  await rejects(
    run.done.then((result) => assertHeld(result)),
    { name: "AssertionError", message: /case \d+ violated.*Show it again with:.* replay c1:/s },
  );
});
