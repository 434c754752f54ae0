import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { commandOf, loadParityRows } from "../../harness/catalogue/resizers/parity-rows.js";
import { listFiles } from "./files.js";
import { readBlocks, readmeBlocks } from "./readme-blocks.js";
import { ruleFor, unusedRules } from "./readme-rules.js";

const text = `
\`\`\`sh
one --two # three

  # four
five '#6'
\`\`\`

\`\`\`
seven
\`\`\`

\`\`\`js
eight(); # nine
\`\`\`
`;

test("reads the blocks that can be run, line by line", () => {
  assert.equal(readBlocks("a.md", text), [
    {
      language: "sh",
      lines: [
        { place: "a.md:3", text: "one --two" },
        { place: "a.md:6", text: "five '#6'" },
      ],
    },
    { language: "js", lines: [{ place: "a.md:14", text: "eight(); # nine" }] },
  ]);
});

// Of the folder of results, whose other files are made, too.
const readmes = [...listFiles("."), "results/README.md"].filter((path) =>
  /(?:^|\/)README\.md$/.test(path),
);

test("each README is in one of the two tests that run them", () => {
  const tests = ["use", "data"].map((name) => `scripts/checks/readme-${name}.test.ts`);
  const sources = tests.map((path) => readFileSync(path, "utf8")).join("\n");
  for (const path of readmes) assert.ok(sources.includes(`"${path}"`), path);
});

test("each rule is for some command, and says why where it is not run", () => {
  const blocks = readmes.flatMap(readmeBlocks);
  const commands = blocks
    .filter(({ language }) => language === "sh")
    .flatMap(({ lines }) => lines.map((line) => line.text));
  assert.equal(unusedRules(commands), []);
  for (const rule of commands.map(ruleFor)) {
    assert.ok(rule.kind !== "left out" || rule.why !== "");
  }
});

test("commands in the running text are in the blocks, too", () => {
  for (const path of readmes) {
    const plain = readFileSync(path, "utf8").replaceAll(/^```[^]*?^```$/gm, "");
    const spans = [...plain.matchAll(/`(scripts\/crashpoint [^`]+)`/g)].map(([, span]) => span);
    const whole = spans.filter((span) => span !== "scripts/crashpoint replay ID");
    assert.equal(whole, [], path);
  }
});

test("the table of parity has the rows that there are", () => {
  const readme = readFileSync("scenarios/README.md", "utf8");
  for (const row of loadParityRows()) {
    const command = commandOf(row, "{target}").join(" ");
    const cells = `| ${row.point} | \`${row.scenario}\` | \`${command}\` |`;
    assert.ok(readme.includes(cells), `expected ${cells}`);
  }
});

test.run();
