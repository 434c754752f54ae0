import { readFileSync } from "node:fs";
import { parse, parseAllDocuments } from "yaml";
import { z } from "zod";

/** What a machine does of one of the files here, as its system starts it. */
export interface Step {
  readonly command: readonly [string, ...string[]];
  /** It is run where a step before has failed, too. */
  readonly always: boolean;
}

/** One machine's part. */
export interface Job {
  readonly steps: readonly Step[];
  readonly env: Readonly<Record<string, string>>;
}

/** One of the files here, with what its system would put in. */
export interface Pipeline {
  readonly name: string;
  readonly shardCount: number;
  /** Of the shard with this number, from 1. */
  readonly shard: (index: number) => Job;
  readonly merge: Job;
}

/** The commit that is crashed. */
export const commit = "0123456789abcdef0123456789abcdef01234567";

const texts = z.record(z.string(), z.coerce.string());
const readCi = (name: string) => readFileSync(`scripts/ci/${name}`, "utf8");

const githubJob = z.object({
  strategy: z.object({ matrix: z.object({ shard: z.array(z.number()) }) }).optional(),
  steps: z.array(
    z.object({ run: z.string().optional(), env: texts.default({}), if: z.string().optional() }),
  ),
});
const githubFile = z.object({ jobs: z.object({ shard: githubJob, merge: githubJob }) });

/** The workflow of GitHub, with so many shards; with those of the file where none are given. */
export function githubPipeline(folder: string, shards?: number): Pipeline {
  const { jobs } = githubFile.parse(parse(readCi("github.yml")));
  const shardCount = shards ?? jobs.shard.strategy?.matrix.shard.length ?? 0;
  const jobOf = ({ steps }: z.infer<typeof githubJob>, values: Record<string, string>): Job => ({
    steps: steps.flatMap(({ run, if: condition }) =>
      run === undefined
        ? []
        : [
            {
              command: ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", run],
              always: condition === "${{ !cancelled() }}",
            },
          ],
    ),
    env: {
      ...Object.fromEntries(
        steps.flatMap(({ env }) =>
          Object.entries(env).map(([name, text]) => [name, evaluated(text, values)]),
        ),
      ),
      GITHUB_STEP_SUMMARY: `${folder}/summary.md`,
    },
  });
  return {
    ...{ name: "github.yml", shardCount },
    shard: (index) =>
      jobOf(jobs.shard, {
        "github.sha": commit,
        "matrix.shard": String(index),
        "strategy.job-total": String(shardCount),
      }),
    merge: jobOf(jobs.merge, {}),
  };
}

function evaluated(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{\{ (\S+) \}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`no value for ${name} in ${text}`);
    return value;
  });
}

const gitlabJob = z.object({
  parallel: z.number().optional(),
  variables: texts.default({}),
  script: z.array(z.string()),
  after_script: z.array(z.string()).default([]),
});
const gitlabFile = z.object({ "crashpoint:shard": gitlabJob, crashpoint: gitlabJob });

function gitlabPipeline(): Pipeline {
  const file = gitlabFile.parse(parse(readCi("gitlab.yml")));
  const shardCount = file["crashpoint:shard"].parallel ?? 0;
  const step = (lines: readonly string[], always: boolean): Step => ({
    command: ["bash", "-eo", "pipefail", "-c", lines.join("\n")],
    always,
  });
  const jobOf = (job: z.infer<typeof gitlabJob>, env: Record<string, string>): Job => ({
    steps: [step(job.script, false), step(job.after_script, true)],
    env: {
      ...env,
      ...Object.fromEntries(
        Object.entries(job.variables).map(([name, text]) => [
          name,
          text === "$CI_COMMIT_SHA" ? commit : text,
        ]),
      ),
    },
  });
  return {
    ...{ name: "gitlab.yml", shardCount },
    shard: (index) =>
      jobOf(file["crashpoint:shard"], {
        CI_NODE_INDEX: String(index),
        CI_NODE_TOTAL: String(shardCount),
      }),
    merge: jobOf(file.crashpoint, {}),
  };
}

const container = z.object({
  command: z.array(z.string()),
  args: z.array(z.string()),
  env: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
});
const kubernetesJob = z.object({
  spec: z.object({
    completions: z.number().optional(),
    template: z.object({ spec: z.object({ containers: z.tuple([container]) }) }),
  }),
});

function kubernetesPipeline(folder: string): Pipeline {
  const jobIn = (name: string) => {
    const all = parseAllDocuments(readCi(name)).map((each) => each.toJS() as unknown);
    return kubernetesJob.parse(all.at(-1)).spec;
  };
  const [shards, merge] = [jobIn("kubernetes-shards.yml"), jobIn("kubernetes-merge.yml")];
  const jobOf = ({ template }: typeof shards, env: Record<string, string>): Job => {
    const [{ command, args, env: given }] = template.spec.containers;
    const words = [...command, ...args].map((word) => word.replaceAll("/results", folder));
    const [file = "", ...others] = words;
    return {
      steps: [{ command: [file, ...others], always: false }],
      env: { ...env, ...Object.fromEntries(given.map(({ name, value }) => [name, value])) },
    };
  };
  return {
    ...{ name: "kubernetes-*.yml", shardCount: shards.completions ?? 0 },
    shard: (index) => jobOf(shards, { JOB_COMPLETION_INDEX: String(index - 1) }),
    merge: jobOf(merge, {}),
  };
}

function slurmPipeline(folder: string): Pipeline {
  const array = /^#SBATCH --array=1-(\d+)$/m.exec(readCi("slurm-shards.sh"))?.[1] ?? "0";
  const step = (name: string): Step => ({
    command: ["bash", `${process.cwd()}/scripts/ci/${name}`, folder],
    always: false,
  });
  return {
    ...{ name: "slurm-*.sh", shardCount: Number(array) },
    shard: (index) => ({
      steps: [step("slurm-shards.sh")],
      env: {
        ...{ SLURM_ARRAY_TASK_ID: String(index), SLURM_ARRAY_TASK_COUNT: array },
        CHAOS_SEED: commit,
      },
    }),
    merge: { steps: [step("slurm-merge.sh")], env: {} },
  };
}

/** All of them, with `folder` for what machines share. */
export function pipelinesIn(folder: string): Pipeline[] {
  return [
    githubPipeline(folder),
    gitlabPipeline(),
    kubernetesPipeline(folder),
    slurmPipeline(folder),
  ];
}
