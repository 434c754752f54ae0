import { z } from "zod";
import { formatCut, parseCut } from "../model/cut-text.js";
import type { CrashPoint } from "../model/trace.js";

/** A crash point is written as in the id: w523, w81+100, l4. */
export const pointCodec = z.codec(z.string(), z.custom<CrashPoint>(), {
  decode: (text, { issues }) => {
    const point = parseCut(text);
    if (point !== undefined) return point;
    const message = `expected a crash point like w523, w81+100 or l4, found "${text}"`;
    issues.push({ code: "custom", input: text, message });
    return z.NEVER;
  },
  encode: formatCut,
});
