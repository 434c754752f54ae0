import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import ts from "typescript";
import { listFiles } from "./files.js";
import { inParallel, killGroupsOnInterrupt, runGroup } from "./processes.js";
import { findCycles, findWrongImports, type ImportGraph } from "./tidy-imports.js";
import { findReadmeProblems } from "./tidy-readmes.js";
import { lintCache } from "./tidy-lint.js";
import { findStaleSchemas, writeSchemas } from "./tidy-schemas.js";
import { findBannedText, findCrowdedFolders, findTooLong, median } from "./tidy-text.js";

// Every check that needs no run of the program. Two at a time, the slowest first.

interface Check {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
}

interface Outcome {
  readonly good: boolean;
  readonly output: string;
  /** Why the check could not be made here. */
  readonly notRun?: string;
}

const timeoutMs = 1_200_000;
const cacheFolder = ".cache/tidy";

function tool(name: string, ...args: readonly string[]): () => Promise<Outcome> {
  return async () => {
    const ended = await runGroup([`node_modules/.bin/${name}`, ...args], timeoutMs);
    const late = ended.timedOut ? "\nkilled: it took too long" : "";
    return { good: ended.exitCode === 0, output: ended.output + late };
  };
}

function fromProblems(problems: readonly string[], note = ""): Outcome {
  return { good: problems.length === 0, output: [...problems, note].join("\n") };
}

async function shellcheck(): Promise<Outcome> {
  const scripts = listFiles(".").filter(isBashScript);
  try {
    const ended = await runGroup(["shellcheck", "-x", ...scripts], timeoutMs);
    return { good: ended.exitCode === 0, output: ended.output };
  } catch {
    return { good: true, output: "", notRun: "shellcheck is not installed" };
  }
}

function isBashScript(path: string): boolean {
  return /^(?:#!.*\bbash\n|# shellcheck shell=bash)/.test(readFileSync(path, "utf8"));
}

function readSources(): ReadonlyMap<string, string> {
  const paths = ["harness", "fixtures", "scripts"]
    .filter((folder) => existsSync(folder))
    .flatMap(listFiles)
    .filter((path) => path.endsWith(".ts"));
  return new Map(paths.map((path) => [path, readFileSync(path, "utf8")]));
}

function readImports(sources: ReadonlyMap<string, string>): ImportGraph {
  const resolveName = (from: string, name: string): string =>
    name.startsWith(".") ? posix.join(posix.dirname(from), name).replace(/\.js$/, ".ts") : name;
  return new Map(
    [...sources].map(([path, text]) => [
      path,
      ts
        .preProcessFile(text, true, true)
        .importedFiles.map(({ fileName }) => resolveName(path, fileName)),
    ]),
  );
}

function checkText(): Outcome {
  const sources = readSources();
  const readable = listFiles(".").filter((path) => path !== "package-lock.json");
  const problems = [
    ...[...sources].flatMap(([path, text]) => findTooLong(path, text)),
    ...findCrowdedFolders([...sources.keys()]),
    ...readable.flatMap((path) => findBannedText(path, readFileSync(path, "utf8"))),
    ...findReadmeProblems({ topFolders: listTopFolders(), sources: [...sources.keys()], read }),
  ];
  const lengths = [...sources]
    .filter(([path]) => !/\.(?:test|samples)\.ts$/.test(path))
    .map(([, text]) => text.split("\n").length - 1);
  return fromProblems(problems, `${lengths.length} files, median ${median(lengths)} lines`);
}

function listTopFolders(): string[] {
  const made = ["node_modules", "dist"];
  return readdirSync(".", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .filter((name) => !made.includes(name));
}

function read(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}

function checkImports(): Outcome {
  const sources = readSources();
  const graph = readImports(sources);
  const cycles = findCycles(graph).map((cycle) => `cycle: ${cycle}`);
  return fromProblems([...findWrongImports(graph), ...cycles]);
}

/** It goes by what the last build has checked: these checks are compiled by one. */
const typeCheck = ["-p", ".", "--noEmit"];
const formatting = ["--cache", "--cache-location", `${cacheFolder}/prettier`, "--log-level=warn"];

const checks: readonly Check[] = [
  { name: "eslint", run: () => tool("eslint", ...lintCache(cacheFolder, "dist"), ".")() },
  { name: "prettier", run: tool("prettier", "--check", ...formatting, ".") },
  { name: "types", run: tool("tsc", ...typeCheck) },
  { name: "unused", run: tool("knip", "--no-progress", "--no-config-hints") },
  { name: "shellcheck", run: shellcheck },
  { name: "imports", run: async () => Promise.resolve(checkImports()) },
  { name: "schemas", run: async () => Promise.resolve(fromProblems(findStaleSchemas())) },
  { name: "text", run: async () => Promise.resolve(checkText()) },
];

const fixes: readonly Check[] = [
  { name: "schemas", run: async () => Promise.resolve(fromProblems(writeSchemas())) },
  { name: "prettier --write", run: tool("prettier", "--write", ...formatting, ".") },
  { name: "eslint --fix", run: tool("eslint", "--fix", ".") },
];

async function report({ name, run }: Check): Promise<boolean> {
  const began = performance.now();
  const { good, output, notRun } = await run();
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (notRun !== undefined) console.log(`not run: ${name}: ${notRun}`);
  else console.log(`${good ? "ok  " : "FAIL"} ${name}  ${seconds} s`);
  if (output.trim() !== "") console.log(output.trimEnd().replace(/^/gm, "   | "));
  return good;
}

async function main(args: readonly string[]): Promise<number> {
  const fix = args.includes("--fix");
  const unknown = args.find((argument) => argument !== "--fix");
  if (unknown !== undefined) {
    console.error(`tidy: unknown argument '${unknown}'. Expected: scripts/tidy [--fix]`);
    return 254;
  }
  killGroupsOnInterrupt();
  mkdirSync(cacheFolder, { recursive: true });
  if (fix) for (const each of fixes) await report(each);
  const jobs = checks.map((check) => () => report(check));
  const results = await inParallel(jobs, 2);
  const bad = checks.filter((_, index) => results[index] !== true);
  console.log(bad.length === 0 ? "tidy" : `not tidy: ${bad.map(({ name }) => name).join(", ")}`);
  return bad.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
