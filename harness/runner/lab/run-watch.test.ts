import { test } from "uvu";
import * as assert from "uvu/assert";
import { disturbanceOf, oomKillsIn, type RunEnd } from "./run-watch.js";

const failed: RunEnd = {
  ended: "finished",
  exit: { exitCode: 1, signal: null },
  succeeded: false,
  interrupted: false,
  oomKills: 0,
  leastFreeBytes: 1e9,
};
const signal = (name: string) => ({ exitCode: null, signal: name });
const exit = (exitCode: number) => ({ exitCode, signal: null });

test("a target's own failure is its own", () => {
  assert.is(disturbanceOf(failed), undefined);
  for (const name of ["SIGSEGV", "SIGABRT", "SIGINT", "SIGTERM"]) {
    assert.is(disturbanceOf({ ...failed, exit: signal(name) }), undefined);
  }
  assert.is(disturbanceOf({ ...failed, ended: "hung", exit: signal("SIGKILL") }), undefined);
});

test("a SIGKILL that is no cut and no time limit is nobody's fault", () => {
  assert.match(disturbanceOf({ ...failed, exit: signal("SIGKILL") }) ?? "", /out of memory\?/);
  assert.match(disturbanceOf({ ...failed, exit: exit(137) }) ?? "", /137.*out of memory\?/);
  for (const ended of ["cut", "broke", "hung"] as const) {
    assert.is(disturbanceOf({ ...failed, ended, exit: signal("SIGKILL") }), undefined);
  }
  assert.is(disturbanceOf({ ...failed, exit: exit(137), succeeded: true }), undefined);
});

test("after ctrl-C a target may kill what it likes", () => {
  for (const end of [signal("SIGKILL"), exit(137)]) {
    assert.is(disturbanceOf({ ...failed, interrupted: true, exit: end }), undefined);
  }
  assert.match(disturbanceOf({ ...failed, interrupted: true, oomKills: 1 }) ?? "", /OOM killer/);
});

test("nor is it the target's that the launcher has died", () => {
  assert.match(disturbanceOf({ ...failed, exit: signal("LOST") }) ?? "", /starts the targets/);
});

test("where the OOM killer has struck, not even a success says something", () => {
  const struck = { ...failed, oomKills: 1 };
  for (const end of [
    struck,
    { ...struck, succeeded: true },
    { ...struck, ended: "cut" } as const,
  ]) {
    assert.match(disturbanceOf(end) ?? "", /OOM killer has struck/);
  }
});

test("a full TMPDIR excuses a failure, and not a success", () => {
  const full = { ...failed, leastFreeBytes: 4096 };
  assert.match(disturbanceOf(full) ?? "", /TMPDIR was full/);
  assert.match(disturbanceOf({ ...full, ended: "hung" }) ?? "", /TMPDIR was full/);
  assert.is(disturbanceOf({ ...full, succeeded: true, exit: exit(0) }), undefined);
  assert.is(disturbanceOf({ ...full, ended: "cut" }), undefined);
});

test("OOM kills are read from /proc/vmstat", () => {
  assert.is(oomKillsIn("pgfault 12\noom_kill 3\ndrop_pagecache 0\n"), 3);
  assert.is(oomKillsIn("pgfault 12\nmy_oom_kill 3\noom_kills 4\n"), undefined);
});

test.run();
