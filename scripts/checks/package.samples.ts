import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { messageOf } from "../../harness/model/errors.js";
import { runTool, type ToolResult } from "../../harness/target/tool.js";

/** What `npm pack` has made. */
export interface Packed {
  readonly path: string;
  /** Paths inside the package, sorted. */
  readonly files: readonly string[];
}

/** A folder with the package installed, of a user who is not root. */
export interface Installed {
  readonly folder: string;
  /** Runs a program there with an environment of its own; `more` is added to that. */
  run(command: readonly string[], more?: Readonly<Record<string, string>>): Promise<ToolResult>;
}

/** Of nobody in particular: no account has it. */
const userId = 54_321;
const isRoot = process.geteuid?.() === 0;
const realResizers = ["partitionresizer", "resizer"];

/** A new folder of that user. */
export function makeHome(): string {
  const home = mkdtempSync(join(tmpdir(), "crashpoint-package-"));
  linkProgramsBesideResizers(join(home, "programs"));
  if (isRoot) chownSync(home, userId, userId);
  return home;
}

const folders = (process.env["PATH"] ?? "").split(":");
const hasResizer = (folder: string) => realResizers.some((name) => existsSync(join(folder, name)));

/** The PATH without any resizer: what is tried in that home brings its own one, or none. */
export function pathWithoutResizer(home: string): string {
  return [...folders.filter((folder) => !hasResizer(folder)), join(home, "programs")].join(":");
}

function linkProgramsBesideResizers(into: string): void {
  mkdirSync(into);
  for (const folder of folders.filter(hasResizer)) {
    const others = readdirSync(folder).filter((name) => !realResizers.includes(name));
    const isNew = (name: string) => !existsSync(join(into, name));
    for (const name of others.filter(isNew)) symlinkSync(join(folder, name), join(into, name));
  }
}

/** Why a package can't be tried here; undefined where it can. */
export async function whyNoTrial(home: string): Promise<string | undefined> {
  try {
    succeed(await runTool(["npm", "--version"]));
    const line = "exec 3<>/dev/fuse && unshare --user --map-root-user --mount true";
    succeed(await runTool(asUser(home, ["sh", "-c", line], {}), { cwd: home }));
    return undefined;
  } catch (error) {
    return `npm, or FUSE for an ordinary user, is not to be had: ${messageOf(error).trim()}`;
  }
}

/** Packs a folder as `npm pack` does, without building. */
export async function pack(folder: string, into: string): Promise<Packed> {
  const args = ["--ignore-scripts", "--json", "--pack-destination", into];
  const npm = ["npm", "pack", ...args, "--cache", join(into, "npm")] as const;
  const { stdout } = succeed(await runTool([...npm], { cwd: folder }));
  const [made] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[];
  const files = (made?.files ?? []).map(({ path }) => path).sort();
  return { path: join(into, made?.filename ?? ""), files };
}

/**
 * Installs a package in an empty folder, without a network: what it depends on is bundled with it,
 * copied from the checkout.
 */
export async function install(packed: Packed, home: string): Promise<Installed> {
  const unpacked = join(home, "package");
  const folder = join(home, "app");
  for (const each of [unpacked, folder]) mkdirSync(each);
  const strip = ["--strip-components=1", "-C", unpacked];
  succeed(await runTool(["tar", "-xzf", packed.path, ...strip]));
  await bundleDependencies(unpacked);
  const path = join(home, "bundled.tgz");
  succeed(await runTool(["tar", "-czf", path, "-C", home, "package"]));
  if (isRoot) chownSync(folder, userId, userId);
  const run: Installed["run"] = (command, more = {}) =>
    runTool(asUser(home, command, more), { cwd: folder, timeoutMs: 90_000 });
  const npm = ["npm", "install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund"];
  succeed(await run([...npm, path]));
  return { folder, run };
}

async function bundleDependencies(unpacked: string): Promise<void> {
  const list = ["npm", "ls", "--omit=dev", "--all", "--parseable"] as const;
  const { stdout } = succeed(await runTool([...list]));
  const [, ...folders] = stdout.trim().split("\n");
  for (const from of folders) {
    cpSync(from, join(unpacked, relative(resolve("."), from)), { recursive: true });
  }
  const path = join(unpacked, "package.json");
  const keys = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify({ ...keys, bundleDependencies: true }));
}

/** Root becomes that user, in mounts of its own where everybody may open /dev/fuse. */
export function asUser(
  home: string,
  command: readonly string[],
  more: Readonly<Record<string, string>>,
): [string, ...string[]] {
  const names = Object.entries({ HOME: home, PATH: pathWithoutResizer(home), ...more });
  const clean = ["env", "-i", ...names.map(([name, value]) => `${name}=${value}`), ...command];
  if (!isRoot) return clean as [string, ...string[]];
  const node = join(home, "fuse");
  const open = `[ -e ${node} ] || mknod -m 666 ${node} c 10 229; mount --bind ${node} /dev/fuse`;
  const user = ["setpriv", `--reuid=${userId}`, `--regid=${userId}`, "--clear-groups"];
  return ["unshare", "--mount", "sh", "-ec", `${open}; exec "$@"`, "sh", ...user, ...clean];
}

function succeed(result: ToolResult): ToolResult {
  if (result.exitCode === 0) return result;
  throw new Error(`exit ${result.exitCode ?? result.signal}: ${result.stderr}${result.stdout}`);
}
