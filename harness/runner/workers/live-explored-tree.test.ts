import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { makeScenario } from "../../catalogue/any-command.js";
import { loadDevices } from "../../catalogue/devices.js";
import { buildSmallImage } from "../../catalogue/small/small-image.js";
import { openStream } from "../../model/prng.js";
import type { CrashPoint } from "../../model/trace.js";
import type { Agreement } from "../evidence/evidence.js";
import type { CaseOrder } from "../case/case-order.js";
import { soak } from "./soak.js";

// Each of these three does what the others do not.
const programs = {
  files: `cd "$0"; for n in 1 2 3 4 5 6; do mkdir -p d$n/e; head -c 9000 /dev/zero > d$n/e/f;
    printf $n >> notes; ln d$n/e/f d$n/g; ln -s g d$n/h; mv d$n/e/f d$n/e/i; rm d$n/g; done`,
  archive: `mkdir "$0/x"; tar -C "$0" -cf "$0/a.tar" notes settings other;
    tar -C "$0/x" -xf "$0/a.tar";
    chmod 600 "$0/x/notes"; truncate -s 100 "$0/a.tar"; rm -r "$0/other"; mv "$0/x" "$0/other"`,
  database: `cd "$0"; perl -e 'open my $f, "+>", "db" or die; for my $n (1 .. 40)
    { seek $f, 512 * ($n * 7 % 40), 0; syswrite $f, chr(65 + $n) x 512 }';
    mv -n db notes.db; rm notes`,
};

const pointCount = 16;

/** Kills all over the run, and torn writes of the one that mostly writes. */
function pointAt(name: keyof typeof programs, index: number, writeCount: number): CrashPoint {
  const stream = openStream("7ee5", `point ${index}`);
  const writes = stream.integer(1, writeCount - 1);
  return {
    kind: "write",
    writes,
    bytes: name === "database" && index % 3 === 2 ? stream.integer(1, 511) : 0,
  };
}

async function agreementsOf(name: keyof typeof programs): Promise<readonly Agreement[]> {
  const folder = mkdtempSync(join(tmpdir(), "live-tree-"));
  const tree = join(folder, "tree");
  await buildSmallImage("notes", tree);
  const command: [string, ...string[]] = ["sh", "-e", "-c", programs[name], "{tree}"];
  const job = { tree, folder, command, timeoutSeconds: 20, successCodes: [0] };
  const { scenario, target } = await makeScenario(job);
  const found: Agreement[] = [];
  const orderAt = (index: number, { writeCount }: { readonly writeCount: number }) => {
    if (index >= pointCount) return undefined;
    const cuts = [pointAt(name, index, writeCount)];
    const order: CaseOrder = { kind: "cuts", index, seed: "7ee5", cuts };
    return { ...order, detail: true as const, crashOnly: true as const };
  };
  try {
    const end = await soak(
      { scenario, target, imagePath: tree, devices: loadDevices(), jobs: 1, orderAt },
      { ready: () => undefined, done: ({ agreements }) => void found.push(...agreements) },
      new AbortController().signal,
    );
    assert.is(end.kind, "complete", JSON.stringify(end));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return found;
}

for (const name of ["files", "archive", "database"] as const) {
  test(`${name}: a live crash and one that was made leave the same tree`, async () => {
    const agreements = await agreementsOf(name);
    assert.is(agreements.length, pointCount);
    assert.ok(agreements.every(({ withOwnTrace }) => withOwnTrace));
    assert.ok(agreements.every(({ withRecorded }) => withRecorded === true));
  });
}

test.run();
