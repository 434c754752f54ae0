import { z } from "zod";
import { findingClasses } from "../model/verdict.js";
import { loadCatalogue, resizerKeys, resizerName } from "./resizer-catalogue.js";

/** Every checker that can find something: each must be what catches some known-bad target. */
export const checkerNames = [
  "gpt at the crash",
  "mbr at the crash",
  "boot partitions",
  "one of several",
  "bystanders",
  "boot code",
  "durable",
  "told",
  "against golden",
  "fsck",
  "bytes outside partitions",
  "rerun",
  "time",
  "processes",
  "scratch",
  "progress",
  "interrupt",
  "gpt",
  "content",
  "identity",
] as const;

const knownBadSchema = z.strictObject({
  /** The name of its source file; the target's is the same behind `bad-`. */
  name: resizerName,
  /** What it does wrong, in one sentence. */
  mistake: z.string().min(1),
  /** Which finding shows it. Another one is not the reason why it is bad. */
  expected: z.strictObject({
    class: z.array(z.enum(findingClasses)).min(1),
    checker: z.enum(checkerNames),
  }),
  /** What has to happen to it: nothing, or one kind of crash, or one crash in the resume of one. */
  needs: z.enum(["none", "kill", "torn", "power", "nested", "interrupt"]),
  scenario: z.string().default("prove"),
  /** Why seeded kills by chance do not find it, where they do not. */
  notBySoak: z.string().min(1).optional(),
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
  return bad && resizerKeys("known-bad", { name: bad.name, about: bad.mistake });
}
