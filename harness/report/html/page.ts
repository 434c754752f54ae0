import { createHash } from "node:crypto";
import type { Chapter } from "./chapter.js";
import { findingsSection } from "./findings/findings.js";
import { documentText, h, type Element } from "./nodes.js";
import { script } from "./script.js";
import { configurationSection } from "./sections/configuration.js";
import { coverageSection } from "./sections/coverage.js";
import { flushSection } from "./sections/flushes.js";
import { gptSection } from "./sections/gpt.js";
import { headSection } from "./sections/head.js";
import { killsSection } from "./sections/kills.js";
import { overview } from "./sections/overview.js";
import { timeSection } from "./sections/time.js";
import { waysSection } from "./sections/ways.js";
import { writeMapSection } from "./sections/write-map.js";
import { style } from "./style/style.js";

/** One file with everything in it: it asks for nothing else, from nowhere. */
export function page(chapters: readonly Chapter[]): string {
  const [first] = chapters;
  const title =
    chapters.length === 1 && first !== undefined
      ? `${first.run.scenario} on ${first.run.target}`
      : `${chapters.length} scenarios and targets`;
  return documentText(
    h(
      "html",
      { lang: "en" },
      h(
        "head",
        h("meta", { charSet: "utf-8" }),
        h("meta", { httpEquiv: "Content-Security-Policy", content: policy }),
        h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
        h("meta", { name: "color-scheme", content: "light dark" }),
        h("title", `crashpoint: ${title}`),
        h("style", style),
      ),
      h(
        "body",
        h("a.skip", { href: "#main" }, "To the report"),
        h(
          "main#main",
          chapters.length > 1 ? overview(chapters) : undefined,
          chapters.map(chapterOf),
        ),
        h("script", script),
      ),
    ),
  );
}

function chapterOf(chapter: Chapter): Element {
  const sections = [
    findingsSection(chapter),
    killsSection(chapter),
    writeMapSection(chapter),
    gptSection(chapter),
    waysSection(chapter),
    flushSection(chapter),
    coverageSection(chapter),
    timeSection(chapter),
    configurationSection(chapter),
  ].filter((section) => section !== undefined);
  return h("div", headSection(chapter), contents(sections), sections);
}

/** Links to the sections, by their headings. */
function contents(sections: readonly Element[]): Element {
  const links = sections.map(({ properties: { id }, children: [heading] }) =>
    h("li", h("a", { href: `#${String(id)}` }, textOf(heading))),
  );
  return h("nav", { ariaLabel: "Sections" }, h("ul", links));
}

function textOf(node: Element["children"][number] | undefined): string {
  if (node?.type === "text") return node.value;
  return node?.type === "element" ? node.children.map(textOf).join("") : "";
}

/** Only our own style and our own script, by their digests; nothing is ever loaded. */
const policy = [
  "default-src 'none'",
  `style-src ${digestOf(style)}`,
  `script-src ${digestOf(script)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

function digestOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
