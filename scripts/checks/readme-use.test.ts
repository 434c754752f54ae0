import { suiteOf } from "./readme-suite.samples.js";

const test = suiteOf(["README.md", "harness/README.md", "results/README.md"]);

test.run();
