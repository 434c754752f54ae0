import { suiteOf } from "./readme-suite.samples.js";

const test = suiteOf(["README.md", "harness/README.md"]);

test.run();
