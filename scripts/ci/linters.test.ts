import { readFileSync } from "node:fs";
import { test } from "uvu";
import * as assert from "uvu/assert";
import {
  lintDockerfile,
  lintGitlab,
  lintManifests,
  lintSlurm,
  lintWorkflow,
  type Lint,
} from "./linters.samples.js";

/** What one could get wrong in a file, and what is said of it then. */
type Mistake = readonly [right: string, wrong: string, said: RegExp];

function checkFile(name: string, lint: Lint, mistakes: readonly Mistake[]): void {
  const text = readFileSync(`scripts/ci/${name}`, "utf8");
  test(`${name} is as its system wants it`, async () => assert.equal(await lint(text), []));
  for (const [right, wrong, said] of mistakes) {
    test(`${name}: ${wrong.trim()} in place of ${right.trim()} is refused`, async () => {
      assert.ok(text.includes(right));
      assert.match((await lint(text.replace(right, wrong))).join("\n"), said);
    });
  }
}

checkFile("github.yml", lintWorkflow, [
  ["runs-on:", "run-on:", /unexpected key "run-on"/],
  ["fail-fast:", "failfast:", /unexpected key "failfast"/],
  ["github.sha", "github.commit", /"commit" is not defined/],
  [
    "matrix.shard }}\n          path",
    "matrix.shards }}\n          path",
    /"shards" is not defined/,
  ],
  ["needs: shard", "needs: shards", /needs job "shards" which does not exist/],
  ["pattern:", "patern:", /input "patern" is not defined in action "actions\/download-artifact/],
]);

checkFile("gitlab.yml", lintGitlab, [
  ["parallel: 4", "paralel: 4", /'paralel' property is not expected/],
  ["when: always\n    paths", "whenn: always\n    paths", /'whenn' property is not expected/],
  ["when: always\n  needs", "when: allways\n  needs", /when/],
  ["parallel: 4", "parallel: four", /parallel/],
]);

checkFile("kubernetes-shards.yml", lintManifests, [
  ["completions:", "completion:", /"completion"' does not exist in type 'JobSpec'/],
  ["backoffLimit:", "backOffLimit:", /"backOffLimit"' does not exist in type 'JobSpec'/],
  ["mountPath:", "mountpath:", /"mountpath"' does not exist in type 'VolumeMount'/],
  ["privileged: true", 'privileged: "yes"', /'string' is not assignable to type 'boolean/],
  ["apiVersion: batch/v1", "apiVersion: batch/v2", /known here: batch\/v2 Job/],
  ["kind: Job", "kind: Jobs", /known here: batch\/v1 Jobs/],
]);

checkFile("kubernetes-merge.yml", lintManifests, [
  ["restartPolicy:", "restartpolicy:", /"restartpolicy"' does not exist in type 'PodSpec'/],
]);

checkFile("Dockerfile", lintDockerfile, [
  ["WORKDIR /work", "WORKDIRR /work", /Unknown instruction: WORKDIRR/],
  ["COPY . ", "COPY --chwn=1 . ", /Unknown flag: chwn/],
  ["FROM debian:13-slim", "", /No source image provided with `FROM`/],
]);

checkFile("slurm-shards.sh", lintSlurm, [
  ["--array=", "--arrray=", /2?: #SBATCH --arrray=1-8/],
  ["--time=02:00:00", "--time=soon", /--time=soon/],
  ["set -euo pipefail", "set -euo pipefail\n#SBATCH --mem=9G", /\d+: #SBATCH --mem=9G/],
  ["folder=$1", "folder=$(", /syntax error|unexpected EOF/],
]);

checkFile("slurm-merge.sh", lintSlurm, [["--mem=", "--memory=", /#SBATCH --memory=4G/]]);

test.run();
