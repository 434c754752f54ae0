import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { lintCache } from "./tidy-lint.js";

test("what eslint knows is kept until a type changes", () => {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-lint-"));
  const build = join(folder, "dist/deep");
  mkdirSync(build, { recursive: true });
  const cache = join(folder, "eslint");
  const isKept = (): boolean => {
    writeFileSync(cache, "");
    const options = lintCache(folder, join(folder, "dist"));
    assert.is(options.at(-1), cache);
    return existsSync(cache);
  };
  try {
    writeFileSync(join(build, "a.d.ts"), "export declare const a: number;");
    assert.not.ok(isKept());
    assert.ok(isKept());
    writeFileSync(join(build, "a.js"), "export const a = 2;");
    assert.ok(isKept());
    writeFileSync(join(build, "a.d.ts"), "export declare const a: string;");
    assert.not.ok(isKept());
    writeFileSync(join(build, "b.d.ts"), "");
    assert.not.ok(isKept());
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.run();
