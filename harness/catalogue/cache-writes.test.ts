import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { HarnessError, leavesUndecided, messageOf } from "../model/errors.js";
import { makeFolders } from "../model/make-folders.js";
import { asCacheError } from "./cache-writes.js";
import { runTool } from "../target/tool.js";
import { cacheAdvice, cacheFolder } from "./places.js";

const folder = mkdtempSync(join(tmpdir(), "crashpoint-caches-"));
const file = join(folder, "file");
writeFileSync(file, "");

test.after(() => rmSync(folder, { recursive: true }));

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

test("a folder that can't be made or written: which, why, and what to do", () => {
  for (const [path, why] of [
    [join(file, "images"), "a part of the path is not a folder (ENOTDIR)"],
    ["/proc/images", "nothing can be made there (ENOENT)"],
  ] as const) {
    const error = asCacheError(thrownBy(() => makeFolders(path)));
    assert.instance(error, HarnessError);
    assert.is(
      (error as Error).message,
      `cannot write to the cache folder ${cacheFolder}: ${why}. ${cacheAdvice}`,
    );
    assert.match(messageOf(error), path);
    assert.not.ok(leavesUndecided(error));
  }
});

test("the reason may be a cause, as of an image that can't be built", () => {
  const cause = thrownBy(() => makeFolders(join(file, "images")));
  const error = asCacheError(new HarnessError("cannot write the fixture image", { cause }));
  assert.match((error as Error).message, "cannot write to the cache folder");
});

test("a full disk and a tool that fails stay what they are", () => {
  const full = Object.assign(new Error("no space left"), { code: "ENOSPC", syscall: "write" });
  for (const error of [full, new HarnessError("mke2fs: exit 1"), "no error at all"]) {
    assert.is(asCacheError(error), error);
  }
});

test("a tool that is missing stays what it is", async () => {
  const missing: unknown = await runTool(["crashpoint-no-such-tool"]).catch(
    (error: unknown) => error,
  );
  assert.instance(missing, HarnessError);
  assert.is(asCacheError(missing), missing);
});

test.run();
