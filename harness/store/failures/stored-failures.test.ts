import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { encodeFailure } from "./failure-case.js";
import { readFailures } from "./stored-failures.js";
import { caseRecord } from "../stored.samples.js";

test("failures are read; one that is damaged or not whole is named and left out", () => {
  const folder = mkdtempSync(join(tmpdir(), "failures-"));
  try {
    assert.equal(readFailures(folder), { failures: [], notices: [] });
    const failure = {
      ...{ version: 5 as const, record: caseRecord(1), imageDigest: "00", crashDigests: [] },
      ...{ traces: [], devices: [], smallest: { id: "c1:x", needs: "only a kill" } },
    };
    for (const name of ["a", "b", "c"])
      mkdirSync(join(folder, "failures", name), { recursive: true });
    writeFileSync(join(folder, "failures/a/case.json"), encodeFailure(failure));
    writeFileSync(join(folder, "failures/b/case.json"), "{");
    const { failures, notices } = readFailures(folder);
    assert.equal(failures, [failure]);
    assert.match(
      notices[0] ?? "",
      /failures\/b can't be read, and was left out: case\.json: damaged/,
    );
    assert.is(notices[1], "failures/c can't be read, and was left out: ENOENT");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
