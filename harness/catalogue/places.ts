import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, isAbsolute, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout or of the installed package: the nearest one with a package.json. */
export const rootFolder = ((): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return folder;
})();

/** What depends on whether this is a checkout, or a package that npm has installed. */
export interface Home {
  /** What a user types to start this program. */
  readonly programName: string;
  /** Where caches go: built images, notes of commands, the real resizer that setup has built. */
  readonly cacheFolder: string;
  /** What to do where a tool is missing; `packages` are Debian's names, joined by spaces. */
  readonly installAdvice: (packages: string) => string;
  /** What to do where the cache folder can't be written. */
  readonly cacheAdvice: string;
}

/** Looks at a root folder. `environment` may name another folder for caches. */
export function homeOf(root: string, environment: NodeJS.ProcessEnv): Home {
  return isCheckout(root) ? checkoutHome(root) : packageHome(environment);
}

function isCheckout(root: string): boolean {
  return !root.split(sep).includes("node_modules") && existsSync(join(root, "scripts", "setup"));
}

function checkoutHome(root: string): Home {
  return {
    programName: "scripts/crashpoint",
    cacheFolder: join(root, ".cache"),
    installAdvice: () => "Run scripts/setup: it installs them, or says what to install",
    cacheAdvice: "Make it writable for this user, or work in a checkout of your own",
  };
}

function packageHome(environment: NodeJS.ProcessEnv): Home {
  const named = environment["XDG_CACHE_HOME"] ?? "";
  const caches = isAbsolute(named)
    ? named
    : join(environment["HOME"] || userInfo().homedir, ".cache");
  return {
    programName: "crashpoint",
    cacheFolder: join(caches, "crashpoint"),
    installAdvice: (packages) => `On Debian, as root: apt-get install ${packages}`,
    cacheAdvice: "Make it writable for this user, or name another folder with XDG_CACHE_HOME",
  };
}

export const { programName, cacheFolder, installAdvice, cacheAdvice } = homeOf(
  rootFolder,
  process.env,
);

export const scenariosFolder = join(rootFolder, "scenarios");
/** Data beside the scenarios that is none itself: what the original suite checks. */
export const parityRowsPath = join(scenariosFolder, "parity.json");
export const imagesFolder = join(cacheFolder, "images");
