import { z } from "zod";
import { findingClasses } from "../model/verdict.js";

/** What a checker has found in a case. */
export const findingSchema = z.strictObject({
  checker: z.string(),
  class: z.enum(findingClasses),
  place: z.string(),
  message: z.string(),
  kill: z.number().int().min(0),
});
