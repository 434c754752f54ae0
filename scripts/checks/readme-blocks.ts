import { readFileSync } from "node:fs";

/** A fenced block of a README that is more than a picture: shell commands, or a program. */
export interface Block {
  readonly language: "sh" | "js";
  readonly lines: readonly BlockLine[];
}

/** A line of a block. */
export interface BlockLine {
  /** Where it stands: `README.md:12`. */
  readonly place: string;
  /** Without the comment behind it. */
  readonly text: string;
}

const fence = /^```(\w*)$/;

/** The blocks of a README of this checkout, as `readBlocks` gives them. */
export function readmeBlocks(path: string): Block[] {
  return readBlocks(path, readFileSync(path, "utf8"));
}

/** The blocks of a README that can be run, in order. Empty lines of shell blocks are left out. */
export function readBlocks(path: string, readme: string): Block[] {
  const blocks: Block[] = [];
  let open: { language: string; lines: BlockLine[] } | undefined;
  for (const [index, line] of readme.split("\n").entries()) {
    const language = fence.exec(line)?.[1];
    if (language === undefined) {
      open?.lines.push({ place: `${path}:${index + 1}`, text: line });
    } else if (open === undefined) {
      open = { language, lines: [] };
    } else {
      blocks.push(...runnable(open.language, open.lines));
      open = undefined;
    }
  }
  return blocks;
}

function runnable(language: string, lines: readonly BlockLine[]): Block[] {
  if (language === "js") return [{ language, lines }];
  if (language !== "sh") return [];
  const commands = lines
    .map(({ place, text }) => ({ place, text: text.replace(/(?:^|\s+)#.*$/, "").trim() }))
    .filter(({ text }) => text !== "");
  return [{ language, lines: commands }];
}
