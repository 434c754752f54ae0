import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The options with which eslint looks only at what can be another now. What our rules say of a file
 * follows from its text, which eslint looks at, and from the types of what it imports: these are in
 * the declarations of the build, and where any of them has changed, all is looked at.
 */
export function lintCache(folder: string, buildFolder: string): string[] {
  const path = join(folder, "eslint");
  const keyPath = join(folder, "eslint-types");
  const key = typesDigest(buildFolder);
  if (!existsSync(keyPath) || readFileSync(keyPath, "utf8") !== key) rmSync(path, { force: true });
  writeFileSync(keyPath, key);
  return ["--cache", "--cache-strategy", "content", "--cache-location", path];
}

/** Names the declarations of a build, and the packages that it uses. */
function typesDigest(buildFolder: string): string {
  const hash = createHash("sha256");
  const built = readdirSync(buildFolder, { recursive: true, encoding: "utf8" });
  const declarations = built.filter((path) => path.endsWith(".d.ts")).sort();
  for (const path of [...declarations.map((each) => join(buildFolder, each)), ...settings]) {
    const text = readFileSync(path);
    hash.update(`${path} ${text.length}\n`).update(text);
  }
  return hash.digest("hex");
}

const settings = ["package-lock.json", "tsconfig.json", "eslint.config.js"];
