import { homeFolder } from "./outside/folders.js";
import { toolEnvironment } from "./tool.js";

/** What new files may not be allowed to anybody, for each target. */
export const fixedUmask = 0o022;

const runtimeFolder = "/run/user/0";

/**
 * The whole environment of a command: the same on each machine but for PATH, and what is `given`
 * by name. `scratch` is for its temporary files.
 */
export function runEnvironment(
  scratch: string,
  given: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    PATH: toolEnvironment().PATH,
    HOME: homeFolder,
    ...{ USER: "root", LOGNAME: "root", SHELL: "/bin/sh" },
    ...{ LANG: "C.UTF-8", LC_ALL: "C.UTF-8", TZ: "UTC" },
    XDG_CONFIG_HOME: `${homeFolder}/.config`,
    XDG_CACHE_HOME: `${homeFolder}/.cache`,
    XDG_DATA_HOME: `${homeFolder}/.local/share`,
    XDG_STATE_HOME: `${homeFolder}/.local/state`,
    XDG_RUNTIME_DIR: runtimeFolder,
    ...{ TMPDIR: scratch, TMP: scratch, TEMP: scratch },
    ...given,
  };
}
