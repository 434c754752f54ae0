import { z } from "zod";
import { UsageError } from "../../model/errors.js";

/**
 * Checks what a caller has given to a function. Throws UsageError with what is wrong: of options
 * that there are not, their names and those of all that there are.
 */
export function readOptions<S extends z.ZodObject>(
  functionName: string,
  schema: S,
  given: unknown,
): z.output<S> {
  const names = Object.keys(schema.shape);
  const unknown = Object.keys(given ?? {}).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const said = unknown.map((name) => `"${name}"`).join(", ");
    const noun = unknown.length === 1 ? "unknown option" : "unknown options";
    throw new UsageError(`${functionName}: ${noun} ${said}; there are: ${names.join(", ")}`);
  }
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new UsageError(`${functionName}: ${z.prettifyError(parsed.error)}`);
}
