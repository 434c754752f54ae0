import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runTool } from "../../harness/target/tool.js";

const test = suite<{ folder: string; readme: string }>("fill-table");
const before = "# A\n\n<!-- t: generated -->\n\nold\n\n<!-- t: end -->\n\nb\n";

test.before.each((context) => {
  context.folder = mkdtempSync(join(tmpdir(), "fill-table-"));
  context.readme = join(context.folder, "README.md");
  writeFileSync(context.readme, before);
});
test.after.each(({ folder }) => rmSync(folder, { recursive: true }));

const fill = (readme: string, name: string, table: string) =>
  runTool([
    "bash",
    "-c",
    `printf '%s\\n' "$3" | scripts/fill-table "$1" "$2"`,
    "sh",
    readme,
    name,
    table,
  ]);

test("puts a table between its marks, again and again", async ({ readme }) => {
  for (const table of ["| 1 |", "| & \\2 |"]) {
    const { exitCode, stderr } = await fill(readme, "t", table);
    assert.is(exitCode, 0, stderr);
    assert.is(
      readFileSync(readme, "utf8"),
      before.replace("old", () => table),
    );
  }
});

test("leaves the file alone where there is no table, or no place for it", async ({ readme }) => {
  for (const [name, table, says] of [
    ["t", "no rows", "there is no table on stdin"],
    ["u", "| 1 |", "has no line '<!-- u: generated -->'"],
  ] as const) {
    const { exitCode, stderr } = await fill(readme, name, table);
    assert.is(exitCode, 254);
    assert.match(stderr, says);
    assert.is(readFileSync(readme, "utf8"), before);
  }
});

test.run();
