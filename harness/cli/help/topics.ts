import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rootFolder } from "../../catalogue/places.js";
import { exitCodes, HarnessError } from "../../model/errors.js";
import { classLines } from "../../report/class-lines.js";

/** Where the text of a topic stands: under a heading of a README, which is shipped. */
interface Section {
  readonly file: string;
  readonly heading: string;
}

const sections = {
  models: { file: "README.md", heading: "What it proves, and what not" },
  points: { file: "harness/README.md", heading: "Explore" },
  where: { file: "harness/README.md", heading: "Where in the source" },
  kills: { file: "harness/README.md", heading: "Soak" },
  words: { file: "harness/README.md", heading: "Words" },
  library: { file: "harness/README.md", heading: "The library" },
  verdicts: { file: "README.md", heading: "Verdicts, exit codes, ids" },
  ids: { file: "results/README.md", heading: "Case ids" },
  results: { file: "results/README.md", heading: "Folders" },
  scenarios: { file: "scenarios/README.md", heading: "A scenario of your own" },
  targets: { file: "scenarios/README.md", heading: "A target of your own" },
  devices: { file: "scenarios/README.md", heading: "Devices" },
} as const satisfies Readonly<Record<string, Section>>;

type SectionName = keyof typeof sections;

/** What can be explained. */
export type Topic = SectionName | "classes" | "codes";

export const topics: readonly Topic[] = [
  ...(Object.keys(sections) as SectionName[]),
  "classes",
  "codes",
];

/** The text of a topic. */
export function topicText(topic: Topic): string {
  if (topic === "classes") return classLines().join("\n");
  if (topic === "codes") return codeLines().join("\n");
  return sectionText(sections[topic]);
}

function codeLines(): string[] {
  const codes = Object.entries(exitCodes);
  return codes.map(([name, code]) => `${String(code).padStart(3)}  ${name}`);
}

/** A section with what is below it, up to the next heading of its own depth. */
function sectionText({ file, heading }: Section): string {
  const lines = readFileSync(join(rootFolder, file), "utf8").split("\n");
  const from = lines.indexOf(`## ${heading}`);
  if (from < 0) throw new HarnessError(`${file} has no section "${heading}"`);
  const next = lines.findIndex((line, index) => index > from && /^## /.test(line));
  const section = lines.slice(from, next < 0 ? undefined : next);
  return section
    .filter((line) => !line.startsWith("<!--"))
    .join("\n")
    .trim();
}
