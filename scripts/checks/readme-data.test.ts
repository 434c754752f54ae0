import { suiteOf } from "./readme-suite.samples.js";

const test = suiteOf([
  "scenarios/README.md",
  "fixtures/README.md",
  "fixtures/stores/snapshot/README.md",
  "results/README.md",
  "harness/compare/README.md",
  "harness/report/html/README.md",
  "scripts/README.md",
  "scripts/ci/README.md",
]);

test.run();
