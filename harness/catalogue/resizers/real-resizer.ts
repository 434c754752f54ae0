import { join, resolve } from "node:path";
import { UsageError } from "../../model/errors.js";
import { helpOf } from "../../target/help-of.js";
import { cacheFolder } from "../places.js";
import { everyOnPath, whyNoProgram } from "../program.js";

/** The real resizer, a public program that a user has, or why there is none. */
export type RealResizer =
  | { readonly kind: "found"; readonly path: string }
  | { readonly kind: "missing"; readonly why: string };

/** Where scripts/setup puts what `go install` has built. */
const installedPath = join(cacheFolder, "resizer", "bin", "resizer");
const namesOnPath = ["partitionresizer", "resizer"];
/** Other programs are called resizer too; this one has both of these. */
const ownOptions = ["--grow-partition", "--preserve-numbers"];

/**
 * The program that RESIZER names, else `partitionresizer` or `resizer` on the PATH, else what
 * scripts/setup has installed. Throws UsageError where RESIZER names no program.
 */
export function findRealResizer(
  environment: NodeJS.ProcessEnv,
  installed = installedPath,
): RealResizer {
  const named = environment["RESIZER"] ?? "";
  if (named !== "") return { kind: "found", path: namedResizer(resolve(named)) };
  const programs = namesOnPath.flatMap((name) => everyOnPath(name, environment));
  const path = programs.find(isRealResizer);
  if (path !== undefined) return { kind: "found", path };
  if (whyNoProgram(installed) === undefined) return { kind: "found", path: installed };
  const others = programs.map((other) => `; ${other} is another program, as its --help shows`);
  const names = namesOnPath.join(" or ");
  const why = `RESIZER is not set, and there is no ${names} on the PATH${others.join("")}`;
  return { kind: "missing", why };
}

function namedResizer(path: string): string {
  const why = whyNoProgram(path);
  if (why === undefined) return path;
  throw new UsageError(
    `RESIZER names no program that can be run: ${why}. ` +
      "Set it to the path of a built partitionresizer, or unset it",
  );
}

function isRealResizer(path: string): boolean {
  const help = helpOf(path);
  return ownOptions.every((option) => help.includes(option));
}
