import { z } from "zod";
import { DecodeError } from "../../model/errors.js";

const count = z
  .string()
  .regex(/^\d{1,9}$/, "expected a whole number")
  .transform(Number)
  .optional();

/** What is read of a testsuite's attributes; there is no standard, and tools add their own. */
const suiteSchema = z.object({ name: z.string().default(""), tests: count });

const testSchema = z.object({
  name: z.string("expected the name of the test"),
  classname: z.string().default(""),
  file: z.string().default(""),
  status: z.string().default(""),
  result: z.string().default(""),
});

export type SuiteElement = z.infer<typeof suiteSchema>;
export type TestElement = z.infer<typeof testSchema>;

/** Decodes the attributes of a testsuite. Throws DecodeError. */
export function decodeSuite(attributes: unknown, place: string): SuiteElement {
  return decode(suiteSchema, attributes, place);
}

/** Decodes the attributes of a testcase. Throws DecodeError. */
export function decodeTest(attributes: unknown, place: string): TestElement {
  return decode(testSchema, attributes, place);
}

function decode<T>(schema: z.ZodType<T>, attributes: unknown, place: string): T {
  const parsed = schema.safeParse(attributes);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  throw new DecodeError(
    `${place}.${z.core.toDotPath(first?.path ?? [])}`,
    first?.message ?? "damaged",
  );
}
