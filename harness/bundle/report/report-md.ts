import { codeBlock, codeSpan } from "./markdown.js";
import type { ToldCase } from "./told.js";

/** What a report says of the bundle that it lies in. */
export interface ToldBundle {
  /** The name of the archive's file, and of the folder in it. */
  readonly archive: string;
  readonly folder: string;
  /** The name of the crash image, where there is one. */
  readonly image?: string;
  /** What it is, and what is not in it: a sentence each. */
  readonly imageNotes: readonly string[];
  readonly lookCommands: readonly string[];
  /** How to see it again with this program: a line each, words of a command line. */
  readonly again: readonly string[];
  readonly leftOut: readonly string[];
}

/** The text of report.md, ready to be pasted into an issue: texts of others stand as code. */
export function reportMarkdown(told: ToldCase, bundle: ToldBundle): string {
  const [first] = told.findings;
  const where = first === undefined ? "" : ` (${codeSpan(first.place)})`;
  const parts = [
    `## After a crash: ${told.worst}${where}`,
    section("What happened", [codeBlock(told.command, "sh"), numbered(told.happened)]),
    section("Expected", [
      "Stopped at any moment and run again, it finishes, and nothing is lost: the disk is as " +
        "after a run that was not stopped.",
    ]),
    section("Found", told.findings.map(findingText)),
    ...(told.needs === undefined ? [] : [section("What it takes", [codeBlock(told.needs)])]),
    section("To look at it with standard tools", lookLines(bundle)),
    section("To see it again with crashpoint", [
      codeBlock(bundle.again.join("\n"), "sh"),
      `Case ${codeSpan(told.id)}`,
    ]),
    section("Versions", [table(told.versions)]),
    ...(bundle.leftOut.length === 0 ? [] : [section("Left out", [bullets(bundle.leftOut)])]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function section(title: string, parts: readonly string[]): string {
  return [`### ${title}`, ...parts].join("\n\n");
}

function findingText(finding: ToldCase["findings"][number]): string {
  const { class: name, place, when, message } = finding;
  const head = `**${name}**, ${codeSpan(place)}, seen ${when}`;
  return message === undefined ? head : `${head}:\n\n${codeBlock(message)}`;
}

function lookLines({ archive, folder, image, imageNotes, lookCommands }: ToldBundle): string[] {
  const unpack = [`tar -xzf ${archive}`, `cd ${folder}`];
  const all = image === undefined ? unpack : [...unpack, ...lookCommands];
  return [codeBlock(all.join("\n"), "sh"), bullets(imageNotes)];
}

function numbered(lines: readonly string[]): string {
  return lines.map((line, index) => `${index + 1}. ${codeSpan(line)}`).join("\n");
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function table(rows: readonly (readonly [string, string])[]): string {
  // A bar ends a cell even in code.
  const cell = (text: string) => codeSpan(text).replaceAll("|", "\\|");
  return ["| what | which |", "| --- | --- |", ...rows.map((row) => line(row.map(cell)))].join(
    "\n",
  );
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
