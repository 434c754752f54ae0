import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { FailureCase } from "../../store/failures/failure-case.js";
import { explore } from "../explore.js";
import { makeScenario } from "../subject/subject.js";
import { recheck, type Recheck } from "./recheck.js";

/** Clears a sector before its content stands elsewhere: killed in between, it is lost. */
const careless = `#!/bin/sh
part=$(dd if="$1" bs=512 skip=8 count=1 status=none)
[ -z "$part" ] && exit 0
dd if=/dev/zero of="$1" bs=512 seek=8 count=1 conv=notrunc status=none
printf '%s' "$part" | dd of="$1" bs=512 seek=16 conv=notrunc,sync status=none
`;

const test = suite<{ folder: string; run: string }>("recheck");

test.before(async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "recheck-"));
  const [disk, program] = [join(folder, "disk.img"), join(folder, "careless")];
  const bytes = Buffer.alloc(64 * 1024);
  bytes.write("all that is dear", 8 * 512);
  writeFileSync(disk, bytes);
  writeFileSync(program, careless);
  chmodSync(program, 0o755);
  const subject = await makeScenario({ disk, command: [program, "{disk}"] });
  const options = { seed: "7f3a", points: "all", results: join(folder, "results"), jobs: 1 };
  const { folder: run, verdict } = await explore(subject, options).done;
  assert.is(verdict, "violated");
  // It is not needed any more.
  rmSync(program);
  Object.assign(context, { folder, run });
});

test.after(({ folder }) => rmSync(folder, { recursive: true }));

function again(run: string): Promise<Recheck> {
  return recheck(run, () => undefined, new AbortController().signal);
}

/** Changes what was stored of each failure. */
function rewrite(run: string, change: (judged: NonNullable<FailureCase["judged"]>) => void): void {
  for (const name of readdirSync(join(run, "failures"))) {
    const path = join(run, "failures", name, "case.json");
    const failure = JSON.parse(readFileSync(path, "utf8")) as FailureCase;
    if (failure.judged !== undefined) change(failure.judged);
    writeFileSync(path, JSON.stringify(failure));
  }
}

test("the same checkers say the same, with the target gone", async ({ run }) => {
  const { cases, golden, notKeptCount } = await again(run);
  assert.ok(cases.length > 0);
  assert.ok(notKeptCount > 0, "what held has left nothing");
  assert.equal(golden, { came: [], went: [] });
  for (const each of cases) {
    assert.is(each.verdict, "judged");
    assert.equal("change" in each && each.change, { came: [], went: [] });
  }
  assert.ok(cases.some((each) => "hasEnd" in each && each.hasEnd));
});

test("what older checkers did not find has come; what they alone found is gone", async ({
  run,
}) => {
  const invented = { checker: "fsck", class: "lost", place: "P7", message: "gone" } as const;
  rewrite(run, ({ end }) => end?.findings.splice(0, 1, invented));
  const { cases } = await again(run);
  const changes = cases.flatMap((each) => ("change" in each ? [each.change] : []));
  const changed = changes.filter(({ came }) => came.length > 0);
  assert.ok(changed.length > 0);
  for (const { came, went } of changed) {
    assert.is(came[0]?.class, "silently lost");
    assert.equal(went, [invented]);
  }
});

test("a state that is not there leaves its case undecided, and says which", async ({ run }) => {
  rewrite(run, ({ end }) => end && Object.assign(end, { state: "0".repeat(64) }));
  const { cases } = await again(run);
  const reasons = cases.flatMap((each) => (each.verdict === "undecided" ? [each.reason] : []));
  assert.ok(reasons.length > 0);
  for (const reason of reasons) assert.match(reason, /^state 0{64} is not there: /);
});

test("another image is refused", async ({ folder, run }) => {
  writeFileSync(join(folder, "disk.img"), Buffer.alloc(64 * 1024, 1));
  const refused = await again(run).then(String, String);
  assert.match(refused, /has changed since this run: expected fingerprint/);
});

test.run();
