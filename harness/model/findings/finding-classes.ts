/**
 * What can be wrong, worst first: the class of a case is that of its worst finding. `--help`, the
 * READMEs and the reports draw from this table.
 */
export const classTable = [
  {
    name: "silently lost",
    means: "content that was to be kept is gone or other, and the target said that all is well",
  },
  { name: "lost", means: "the same, and the target said so, refuses, or was killed" },
  {
    name: "destroyed by repair",
    means: "whole after the crash, and the usual repair (a boot's fsck) deletes it",
  },
  {
    name: "unreadable",
    means: "no valid table, or a file system that no reader, checker or repair opens",
  },
  {
    name: "unbootable at the crash",
    means: "what the boot needs is not found at the crash, though a resume heals it",
  },
  { name: "stuck", means: "it never completes; nothing is lost" },
  { name: "check failed", means: "a check of the user's own refuses what it finds" },
  {
    name: "beyond repair",
    means: "content is whole, a checker complains, and the usual repair never mends it",
  },
  {
    name: "diverged",
    means: "it says that all is done, content is whole, and yet the result is another one",
  },
  {
    name: "bystander touched",
    means: "bytes that it has no business with have changed, content aside",
  },
  { name: "hung", means: "it does not end within its time" },
  { name: "died", means: "a signal of its own making has ended it" },
  { name: "escaped writer", means: "a process of it goes on after the kill, or after its end" },
  {
    name: "needs repair",
    means: "a checker complains; the usual repair mends it and loses nothing",
  },
  { name: "left behind", means: "scratch, temporary files, locks or extra partitions stay" },
] as const;

export type FindingClass = (typeof classTable)[number]["name"];

const names = classTable.map(({ name }) => name);

/** The names of the classes, worst first. */
export const findingClasses = names as unknown as readonly [FindingClass, ...FindingClass[]];
