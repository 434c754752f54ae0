import { z } from "zod";
import { namesMedium } from "../placeholder.js";
import { messageOf } from "../../model/errors.js";
import { formatExpectation, parseExpectation, type Expectation } from "../../model/expectation.js";

/** What is to become of the disk, in the words of a user; typed once it is decoded. */
export const expectsSchema = z
  .array(
    z.string().transform((text, context) => {
      try {
        return parseExpectation(text);
      } catch (error) {
        context.addIssue({ code: "custom", message: messageOf(error) });
        return z.NEVER;
      }
    }),
  )
  .readonly();

/** A line for the shell, in which `{disk}` or `{tree}` stands for the medium. */
const lineSchema = z
  .string()
  .refine(
    (line) => namesMedium(line, "disk") || namesMedium(line, "tree"),
    "has no {disk} in it, nor {tree}",
  );
const linesSchema = z.array(lineSchema).readonly();

/** What a user looks with: lines for the shell, run on copies. Exit code 0: all is well. */
export const checksSchema = z
  .strictObject({
    atEnd: linesSchema.default([]).describe("after the last resume"),
    atCrash: linesSchema.default([]).describe("at each crash: what a boot loader must find"),
    /** Its output is compared in place of the bytes. */
    view: z
      .strictObject({
        line: lineSchema,
        like: z
          .enum(["golden", "either"])
          .default("golden")
          .describe(
            "like that of an uninterrupted run; or either like that, or like that of before",
          ),
      })
      .readonly()
      .optional(),
  })
  .readonly();

export type Checks = z.infer<typeof checksSchema>;

/** Nothing is looked at but what the harness itself looks at. */
export const noChecks: Checks = { atEnd: [], atCrash: [] };

/** What was said of judgement. */
interface Said {
  readonly expects: readonly Expectation[];
  readonly checks: Checks;
}

/** What was said as a fingerprint has it. What was not said is not there, at no depth. */
export function saidIfAny({ expects, checks }: Said): Readonly<Record<string, unknown>> {
  const { atEnd, atCrash, view } = checks;
  const looks = { atEnd: listIfAny(atEnd), atCrash: listIfAny(atCrash), view };
  return {
    expects: listIfAny(expects.map(formatExpectation)),
    checks: textIfAny(looks) === undefined ? undefined : looks,
  };
}

/** A text that tells apart what was said, for a fingerprint; undefined where nothing was. */
export function textIfAny(said: Readonly<Record<string, unknown>>): string | undefined {
  const text = JSON.stringify(said);
  return text === "{}" ? undefined : text;
}

/** The list, or undefined where it is empty. */
export function listIfAny<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
