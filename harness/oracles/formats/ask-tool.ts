import { reasonOf, type ToolOptions, type ToolResult } from "../../target/tool.js";
import type { ToRead } from "./foreign-content.js";

type Asking = Pick<ToRead, "runTool" | "timeoutMs">;

/** Runs a tool, and gives what it printed. Throws an error where it fails or takes too long. */
export async function askTool(
  { runTool, timeoutMs }: Asking,
  command: readonly [string, ...string[]],
  options: ToolOptions = {},
): Promise<ToolResult> {
  const result = await runTool(command, { ...options, timeoutMs });
  if (result.timedOut) throw new Error(`${command[0]} took more than ${timeoutMs} ms`);
  if (result.exitCode !== 0) throw new Error(`${command[0]}: ${reasonOf(result)}`);
  return result;
}

/**
 * Runs a shell script that starts a tool for each line of its input. One script, since starting
 * hundreds of tools from here takes long; timeout(1) ends all of them, and not the shell alone.
 */
export async function askScript(
  { runTool, timeoutMs }: Asking,
  script: string,
  args: readonly string[],
  options: ToolOptions = {},
): Promise<ToolResult> {
  const inTime = ["timeout", "--signal=KILL", `${timeoutMs / 1000}`] as const;
  const result = await runTool([...inTime, "sh", "-c", script, "sh", ...args], {
    ...options,
    timeoutMs: timeoutMs + 5000,
  });
  if (result.timedOut || result.signal === "SIGKILL") {
    throw new Error(`reading took more than ${timeoutMs} ms`);
  }
  if (result.exitCode !== 0) throw new Error(reasonOf(result));
  return result;
}
