import { suiteOf } from "./readme-suite.samples.js";

const test = suiteOf([
  "scenarios/README.md",
  "fixtures/README.md",
  "results/README.md",
  "harness/report/html/README.md",
  "scripts/README.md",
]);

test.run();
