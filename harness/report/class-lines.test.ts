import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { rootFolder } from "../catalogue/places.js";
import { classTable } from "../model/findings/finding-classes.js";
import { classLines } from "./class-lines.js";

test("each class has its line, worst first, and none is too long for a terminal", () => {
  const text = classLines().join("\n");
  assert.ok(text.split("\n").every((line) => line.length <= 80));
  const places = classTable.map(({ name }) => text.search(new RegExp(`^ {2}${name} {2}`, "m")));
  assert.not(places.includes(-1));
  assert.equal(
    places,
    [...places].sort((a, b) => a - b),
  );
  const words = text.replaceAll(/\s+/g, " ");
  for (const { means } of classTable) assert.ok(words.includes(means), means);
});

test("the README has the same table", () => {
  const readme = readFileSync(join(rootFolder, "README.md"), "utf8");
  const [, table = ""] = /\n\| class [^\n]*\n\|[-| ]*\n((?:\|[^\n]*\n)+)/.exec(readme) ?? [];
  const rows = table.trimEnd().split("\n");
  const cells = rows.map((row) => row.split("|").slice(1, -1));
  assert.equal(
    cells.map(([name = "", means = ""]) => ({ name: name.trim(), means: means.trim() })),
    classTable.map(({ name, means }) => ({ name, means })),
  );
});

test.run();
