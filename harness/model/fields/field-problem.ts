import type { z } from "zod";
import { closestMatch } from "leven";

/** What is wrong with one field of data that was decoded. */
export interface FieldProblem {
  /** The way to the field: names of objects' keys, indexes of arrays. */
  readonly keys: readonly PropertyKey[];
  /** What was expected and found. */
  readonly problem: string;
}

/**
 * What a schema finds wrong with a value, a problem a field: of what fits none of several forms,
 * what the form that it looks like asks for.
 */
export function fieldProblems(schema: z.ZodType, value: unknown): FieldProblem[] {
  const parsed = schema.safeParse(value, { error: unknownKeyText });
  return parsed.success ? [] : problemsIn(parsed.error.issues, value);
}

/** A field's path in words: `holds.always[0]`. */
export function fieldText(keys: readonly PropertyKey[], root = ""): string {
  return keys.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, root);
}

type Issue = z.core.$ZodIssue;

/** Tells the names that an object may have, which a finished issue has no more. */
function unknownKeyText(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== "unrecognized_keys") return undefined;
  const schema = issue.inst as { readonly shape?: object } | undefined;
  return Object.keys(schema?.shape ?? {}).join(" ");
}

function problemsIn(issues: readonly Issue[], value: unknown): FieldProblem[] {
  return issues.flatMap((issue) => {
    const { path: keys } = issue;
    if (issue.code === "unrecognized_keys") {
      const names = issue.message.split(" ");
      return issue.keys.map((key) => ({ keys: [...keys, key], problem: unknownKey(key, names) }));
    }
    const found = valueAt(value, keys);
    if (issue.code === "invalid_union") {
      const form = likeliest(issue.errors);
      if (form.length > 0) {
        return problemsIn(form, found).map((inner) => ({
          ...inner,
          keys: [...keys, ...inner.keys],
        }));
      }
    }
    return [{ keys, problem: `${expectedBy(issue)}, found ${foundText(found)}` }];
  });
}

/** The form of which the value at least is of the right type. */
function likeliest(forms: readonly (readonly Issue[])[]): readonly Issue[] {
  const isOfType = (form: readonly Issue[]) => form.every(({ path }) => path.length > 0);
  const isObject = (form: readonly Issue[]) =>
    form.every(({ path, code }) => path.length > 0 || code === "unrecognized_keys");
  return forms.find(isOfType) ?? forms.find(isObject) ?? [];
}

function unknownKey(key: string, names: readonly string[]): string {
  const near = closestMatch(key, names, { maxDistance: Math.max(2, key.length / 3) });
  if (near !== undefined) return `unknown key; did you mean "${near}"?`;
  return `unknown key; there are: ${names.join(", ")}`;
}

function expectedBy({ message }: Issue): string {
  return message.replace(/, received .*$/, "").replace(/^Invalid input: /, "");
}

function foundText(found: unknown): string {
  return found === undefined ? "nothing" : JSON.stringify(found);
}

function valueAt(value: unknown, keys: readonly PropertyKey[]): unknown {
  let current = value;
  for (const key of keys) {
    if (typeof current !== "object" || current === null) return undefined;
    current = (current as Record<PropertyKey, unknown>)[key];
  }
  return current;
}
