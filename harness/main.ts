#!/usr/bin/env node
import { guardProcess } from "./cli/broken.js";
import { runCommandLine } from "./cli/command-line.js";

guardProcess();
process.exitCode = await runCommandLine(process.argv);
