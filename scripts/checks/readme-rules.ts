import { exitCodes } from "../../harness/model/errors.js";

/** What is to become of a command that stands in a README. */
export type Rule =
  /** It is not run here. */
  | { readonly kind: "left out"; readonly why: string }
  /** It would go on for long: once it has printed this, it gets ctrl-C. */
  | { readonly kind: "begun"; readonly until: RegExp }
  /** It goes to its end. */
  | { readonly kind: "ended"; readonly code: number; readonly says: RegExp };

const leftOut: Readonly<Record<string, string>> = {
  "scripts/smoke": "takes minutes, and CI runs it",
  "scripts/test": "runs this very test",
  "scripts/test report/ tidy": "runs what scripts/test runs now",
  "scripts/leaks --cases 40": "takes more than a minute on a busy machine",
  "scripts/tidy --fix": "changes the checkout; scripts/test has run the checks of it",
  "scripts/setup": "installs packages; scripts/test has run it",
  "scripts/setup --test": "installs packages; scripts/test has run it",
  "scripts/setup --bench": "installs packages",
  "scripts/bench": "installs packages, and takes minutes",
  "scripts/bench --only trace --json bench.json": "installs packages",
  "scripts/bench --markdown | scripts/fill-table scripts/README.md bench": "changes a README",
  "scripts/crashpoint parity --markdown | scripts/fill-table scenarios/README.md parity":
    "changes a README",
  "docker build --file scripts/ci/Dockerfile --tag crashpoint .": "needs docker and a network",
  "docker run --device /dev/fuse --cap-add SYS_ADMIN --security-opt apparmor=unconfined crashpoint":
    "needs docker",
  "kubectl create --filename scripts/ci/kubernetes-shards.yml": "needs a cluster",
  "kubectl wait --for=condition=complete --timeout=2h job/crashpoint-shards": "needs a cluster",
  "kubectl create --filename scripts/ci/kubernetes-merge.yml": "needs a cluster",
  "job=$(sbatch --parsable --export=ALL,CHAOS_SEED=1 scripts/ci/slurm-shards.sh /shared/night)":
    "needs a cluster",
  "sbatch --dependency=afterany:$job scripts/ci/slurm-merge.sh /shared/night": "needs a cluster",
  "npm pack": "packages have a test of their own",
  "npm install --prefix elsewhere ./crashpoint-0.1.0.tgz": "packages have a test of their own",
  "cd elsewhere && npx crashpoint list": "packages have a test of their own",
};

/** The work has begun: the uninterrupted runs are over. */
const golden = /^two uninterrupted runs: /m;

/** The first that fits counts. */
const begun: readonly (readonly [RegExp, RegExp])[] = [
  [/^scripts\/crashpoint prove( --correct)?$/, /^prove/m],
  [/^scripts\/crashpoint parity$/, /^parity: /m],
  [/^scripts\/crashpoint block /, /^configuration: |^not run: /m],
  [/^scripts\/crashpoint replay c1:resize:/, /^disk image: /m],
  [/^scripts\/crashpoint (explore|soak) .*--target partitionresizer/, /^results: /m],
  [/^scripts\/crashpoint soak --target reference /, golden],
  [/^scripts\/crashpoint soak --hours /, /^results: /m],
  [/^scripts\/crashpoint explore --scenario (varied\/|prove )/, golden],
  [/^scripts\/crashpoint .* (sgdisk|--tree) /, golden],
];

/** What the text around a command says of its end; elsewhere it ends with success. */
const ended: readonly (readonly [RegExp, number, RegExp])[] = [
  [/--disk broken\.img/, exitCodes.violated, /needs only a kill \(.*superblock\)/],
  [/--survives undo/, exitCodes.violated, /needs repair, disk/],
  [/--scenario \.\/careless\.jsonc/, exitCodes.violated, /seed \w{8} \(of the word "nightly/],
  [/--points all -- \.\/careless/, exitCodes.violated, /Show the worst again with:/],
  [/ replay lost\.crashpoint/, exitCodes.violated, /the verdict is that of the bundle/],
  [/--only dry-run/, exitCodes.held, /1 of 1 points as expected/],
  [/--only stale-header-crc/, exitCodes.held, /1 of 1 caught/],
  [/ replay c1:prove:reference/, exitCodes.held, /held/],
];

/** The rule for a command. */
export function ruleFor(command: string): Rule {
  const why = leftOut[command];
  if (why !== undefined) return { kind: "left out", why };
  const until = begun.find(([pattern]) => pattern.test(command))?.[1];
  if (until !== undefined) return { kind: "begun", until };
  const end = ended.find(([pattern]) => pattern.test(command));
  if (end !== undefined) return { kind: "ended", code: end[1], says: end[2] };
  return { kind: "ended", code: exitCodes.held, says: /(?:)/ };
}

/** Commands that a rule is for and no README has. */
export function unusedRules(commands: readonly string[]): string[] {
  const patterns = [...begun, ...ended].map(([pattern]) => pattern);
  return [
    ...Object.keys(leftOut).filter((each) => !commands.includes(each)),
    ...patterns.filter((each) => !commands.some((line) => each.test(line))).map(String),
  ];
}
