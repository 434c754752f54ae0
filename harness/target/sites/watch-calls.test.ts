import { test } from "uvu";
import * as assert from "uvu/assert";
import type { ToolResult } from "../tool.js";
import { whyNoCalls } from "./watch-calls.js";

async function withPath<T>(path: string | undefined, run: () => Promise<T>): Promise<T> {
  const before = process.env["PATH"];
  if (path !== undefined) process.env["PATH"] = path;
  try {
    return await run();
  } finally {
    process.env["PATH"] = before;
  }
}

const tried = (result: Partial<ToolResult>) => () =>
  Promise.resolve({
    ...{ exitCode: 1, signal: null, stdout: "", stderr: "", timedOut: false },
    ...result,
  });

test("where strace is missing it is said what to install", async () => {
  const why = await withPath("/nowhere", () => whyNoCalls(tried({})));
  assert.match(why ?? "", /^strace is missing: install it \(Debian's package: strace\)$/);
});

test("where it may not watch, or can't unwind, that is said with its own words", async () => {
  const why = (result: Partial<ToolResult>) => whyNoCalls(tried(result), () => true);
  assert.is(await why({ exitCode: 0 }), undefined);
  const stderr = "strace: ptrace(PTRACE_TRACEME, ...): Operation not permitted\n";
  assert.match(
    (await why({ stderr })) ?? "",
    /ptrace is not allowed\?\): exit 1: .* not permitted/,
  );
  const unable = "strace: Stack traces (-k/--stack-trace option) are not supported by this build\n";
  assert.match((await why({ stderr: unable })) ?? "", /can't unwind stacks/);
});

test.run();
