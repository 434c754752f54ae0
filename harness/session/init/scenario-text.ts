import { existsSync } from "node:fs";
import { basename, relative, resolve } from "node:path";
import { usualSuccessCodes } from "../../catalogue/any-command.js";
import { schemaPath } from "../../catalogue/files/file-schemas.js";
import { expectationsIn } from "../../catalogue/said/known-tools.js";
import { storedKeys } from "../../catalogue/scenario.js";
import { formatExpectation } from "../../model/expectation.js";
import type { Trial } from "../../runner/golden/trial.js";
import { stepsSeenIn } from "./step-rules.js";
import { standIn, type TriedCommand } from "./try-command.js";

/** A field with the comments that stand above it. */
type Field = { readonly name: string; readonly comments?: readonly string[] } & (
  { readonly value: unknown } | { readonly fields: readonly Field[] }
);

/**
 * The text of a scenario file: what one run of a command has shown, with comments on what to
 * tighten. Paths in it count from `folder`, where the file is to stand.
 */
export function scenarioText(tried: TriedCommand, trial: Trial, folder: string): string {
  const words = tried.command.join(" ");
  const { writeCount, durationMs, end, work, baseProblems } = trial;
  const head = [
    `Made by "crashpoint init" from one run of: ${words}`,
    `It made ${writeCount} writes in ${durationMs} ms, and exited with ${end}.`,
    ...work.map((line) => `It did: ${line}`),
    ...baseProblems.map((line) => `The image was not healthy before: ${line}`),
  ];
  const lines = [
    ...head.map((text) => commentLine(text, "")),
    "{",
    ...fieldsOf(tried, trial, folder).flatMap((field) => fieldLines(field, "  ")),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function fieldsOf(tried: TriedCommand, trial: Trial, folder: string): Field[] {
  const { disk, command } = tried;
  const from = (path: string) => pathFrom(folder, path);
  const [program, ...args] = command;
  const isFile = (word: string) => !word.startsWith("-") && word !== "" && existsSync(word);
  const image: Field =
    disk === undefined
      ? {
          name: "fixture",
          value: storedKeys(standIn)["fixture"],
          comments: [`an image that is built, as of the scenario ${standIn}; or "disk": a path`],
        }
      : { name: "disk", value: from(disk), comments: ["never written to"] };
  return [
    { name: "$schema", value: from(schemaPath("scenario")) },
    { name: "about", value: `${command.join(" ")} on ${basename(disk ?? standIn)}` },
    image,
    {
      name: "target",
      fields: targetFields(program.includes("/") ? from(program) : program, trial),
    },
    { name: "commands", value: [args.map((word) => (isFile(word) ? from(word) : word))] },
    {
      name: "timeoutSeconds",
      value: Math.max(10, Math.ceil(trial.durationMs / 50)),
      comments: ["twenty times what it took here: longer counts as hung"],
    },
    { name: "holds", fields: holdsFields(trial) },
    {
      name: "expects",
      value: expectationsIn(command).map(formatExpectation),
      comments: expectsComments(trial),
    },
    {
      name: "checks",
      value: { atEnd: [], atCrash: [] },
      comments: [
        'add lines of your own: "atEnd": ["sh {here}/check.sh {disk}"] exits with 0 where all is',
        "well after the last resume; atCrash says what a boot must find at each crash",
      ],
    },
  ];
}

function targetFields(program: string, trial: Trial): Field[] {
  const { stepNames, steps, leftOut } = stepsSeenIn(trial.lines);
  const usual = usualSuccessCodes(program);
  const codes = [...new Set([...usual, Number(trial.end)])].sort((one, other) => one - other);
  const isOdd = !usual.includes(Number(trial.end));
  const unruled = leftOut === 0 ? [] : [`${leftOut} further kinds of lines have no rule`];
  return [
    { name: "about", value: basename(program) },
    { name: "program", value: [program] },
    {
      name: "successCodes",
      value: codes,
      ...(isOdd && {
        comments: [`it exited with ${trial.end}: leave that out if it is a failure`],
      }),
    },
    { name: "stepNames", value: stepNames },
    {
      name: "steps",
      value: steps,
      comments: [
        "lines that it printed before it wrote; join what belongs together, name it well",
        ...unruled,
      ],
    },
    { name: "missing", value: `Install ${basename(program)}` },
  ];
}

function holdsFields({ leftAlone, sameFiles }: Trial): Field[] {
  return [
    {
      name: "bystanders",
      value: leftAlone,
      comments: ["it has left these byte for byte as they were"],
    },
    { name: "always", value: [], comments: ["add what the boot needs: whole at each crash"] },
    {
      name: "keeps",
      value: sameFiles,
      comments: [
        "other bytes, the same files: add those that must keep them, though they may move",
      ],
    },
  ];
}

function expectsComments({ losses }: Trial): string[] {
  return [
    "what is meant to go or to change, as far as the command line says so",
    ...losses.map(({ place, message }) => `lost, and not named there: ${place}: ${message}`),
    ...(losses.length === 0 ? [] : ['if that is meant, say it: "gone: NAME", "changed: NAME"']),
  ];
}

function fieldLines(field: Field, indent: string): string[] {
  const { name, comments = [] } = field;
  const above = comments.map((text) => commentLine(text, indent));
  const head = `${indent}${JSON.stringify(name)}: `;
  if ("fields" in field) {
    const inner = field.fields.flatMap((each) => fieldLines(each, `${indent}  `));
    return [...above, `${head}{`, ...inner, `${indent}},`];
  }
  return [...above, `${head}${jsonText(field.value).replaceAll("\n", `\n${indent}`)},`];
}

function commentLine(text: string, indent: string): string {
  return `${indent}// ${text.replaceAll(/\s+/g, " ")}`;
}

/** On one line where that is short; of a long list, an item a line. */
function jsonText(value: unknown): string {
  const line = oneLine(value);
  if (line.length <= 80) return line;
  if (!Array.isArray(value)) return JSON.stringify(value, undefined, 2);
  return `[\n${value.map((each) => `  ${oneLine(each)},`).join("\n")}\n]`;
}

function oneLine(value: unknown): string {
  const lines = JSON.stringify(value, undefined, 1);
  return lines
    .replaceAll(/([[{])\n\s*/g, "$1")
    .replaceAll(/\n\s*([\]}])/g, "$1")
    .replaceAll(/\n\s*/g, " ");
}

function pathFrom(folder: string, path: string): string {
  const way = relative(resolve(folder), resolve(path));
  return way.startsWith("../") ? way : `./${way}`;
}
