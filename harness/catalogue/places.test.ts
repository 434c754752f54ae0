import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { homeOf } from "./places.js";

const folder = mkdtempSync(join(tmpdir(), "crashpoint-places-"));

test.after(() => rmSync(folder, { recursive: true }));

/** A root folder with what a checkout has. */
function checkout(name: string): string {
  const root = join(folder, name);
  mkdirSync(join(root, "scripts"), { recursive: true });
  writeFileSync(join(root, "scripts", "setup"), "");
  return root;
}

/** A root folder as npm leaves it. */
function installed(): string {
  const root = join(folder, "app", "node_modules", "crashpoint");
  mkdirSync(root, { recursive: true });
  return root;
}

test("a checkout keeps its caches in itself, whatever XDG_CACHE_HOME says", () => {
  const root = checkout("work");
  const home = homeOf(root, { XDG_CACHE_HOME: "/caches", HOME: "/home/me" });
  assert.is(home.cacheFolder, join(root, ".cache"));
  assert.is(home.programName, "scripts/crashpoint");
  assert.match(home.installAdvice("gdisk"), "scripts/setup");
});

test("an installed package has them in XDG_CACHE_HOME, else in the home folder", () => {
  const of = (environment: NodeJS.ProcessEnv) => homeOf(installed(), environment).cacheFolder;
  assert.is(of({ XDG_CACHE_HOME: "/caches", HOME: "/home/me" }), "/caches/crashpoint");
  assert.is(of({ HOME: "/home/me" }), "/home/me/.cache/crashpoint");
  assert.is(of({ XDG_CACHE_HOME: "", HOME: "/home/me" }), "/home/me/.cache/crashpoint");
  // The standard says: a relative one is none.
  assert.is(of({ XDG_CACHE_HOME: "here", HOME: "/home/me" }), "/home/me/.cache/crashpoint");
  const own = join(userInfo().homedir, ".cache/crashpoint");
  for (const environment of [{}, { HOME: "" }]) assert.is(of(environment), own);
});

test("an installed package names nothing that only a checkout has", () => {
  const home = homeOf(installed(), { HOME: "/home/me" });
  assert.is(home.programName, "crashpoint");
  assert.match(home.installAdvice("gdisk mtools"), "apt-get install gdisk mtools");
  assert.not.match(JSON.stringify([home, home.installAdvice("x")]), "scripts/");
});

test("a checkout inside node_modules is a package, and so is one without scripts", () => {
  const nested = homeOf(checkout("node_modules/crashpoint"), { HOME: "/home/me" });
  assert.is(nested.programName, "crashpoint");
  assert.is(homeOf(folder, { HOME: "/home/me" }).programName, "crashpoint");
});

test.run();
