import { z } from "zod";
import { pointCodec } from "./point-codec.js";

/**
 * What a run must know of a case besides its record, to be continued as if it had not stopped:
 * what it has led to, and what was counted with it.
 */
export const sequelSchema = z.strictObject({
  /** The crashes of each case that it leads to, in their order. */
  leads: z.array(z.array(pointCodec).readonly()).readonly().optional(),
  /** Why its resume was not crashed, though it was to be. */
  notNested: z.string().optional(),
  /** Second signals that others stand for. */
  secondsLeftOut: z.number().int().min(1).optional(),
  /** How its worker was lost. */
  lost: z.enum(["stuck", "died"]).optional(),
  /** The smallest case that shows the same. */
  smallest: z
    .strictObject({
      id: z.string(),
      needs: z.string(),
      missesFlush: z.boolean(),
      tries: z.number().int().min(0),
      complete: z.boolean(),
    })
    .optional(),
});

export type Sequel = z.infer<typeof sequelSchema>;
