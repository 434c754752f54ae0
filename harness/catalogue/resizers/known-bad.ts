import { z } from "zod";
import { crashNeeds } from "../../model/proofs/proof.js";
import { findingClasses } from "../../model/verdict.js";
import { checkerNames } from "../../model/findings/checker-names.js";
import { loadCatalogue, resizerKeys, resizerName } from "./resizer-catalogue.js";

const knownBadSchema = z.strictObject({
  /** Of its source file, in the folder of what it needs; the target has `bad-` in front. */
  name: resizerName,
  /** What it does wrong, in one sentence. */
  mistake: z.string().min(1),
  /** Which finding shows it. Another one is not the reason why it is bad. */
  expected: z.strictObject({
    class: z.array(z.enum(findingClasses)).min(1),
    checker: z.enum(checkerNames),
  }),
  needs: z.enum(crashNeeds),
  scenario: z.string().default("prove"),
  /** Why seeded kills by chance do not find it, where they do not. */
  notByChance: z.string().min(1).optional(),
});

/** A resizer with one mistake, and how the harness must see it. */
export type KnownBad = z.infer<typeof knownBadSchema>;

const prefix = "bad-";

/** All known-bad resizers. Throws UsageError when the catalogue is wrong. */
export function loadKnownBad(): KnownBad[] {
  return loadCatalogue("known-bad", "knownBad", knownBadSchema);
}

/** The name under which a known-bad resizer is a target. */
export function targetNameOf({ name }: KnownBad): string {
  return `${prefix}${name}`;
}

/** The keys of the target `bad-NAME`, undefined where there is none of that name. */
export function knownBadKeys(targetName: string): Record<string, unknown> | undefined {
  const bad = targetName.startsWith(prefix)
    ? loadKnownBad().find((each) => targetNameOf(each) === targetName)
    : undefined;
  return bad && resizerKeys(`known-bad/${bad.needs}`, { name: bad.name, about: bad.mistake });
}
