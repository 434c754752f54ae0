import { plainText } from "./plain-text.js";

/** Everything that a program has printed. */
export interface Said {
  readonly stdout: string;
  readonly stderr: string;
}

const mostLines = 3;
const mostLetters = 240;
/** So much of the end of what was printed is looked at: some print megabytes, or no line end. */
const mostPrinted = 65_536;

/** How programs of any kind say that something is wrong, or what is to be done about it. */
const trouble = new RegExp(
  [
    "error|\\bfail(?:ed|s|ure|ing)?\\b|fatal|\\babort(?:ed|ing)|panic|exception|invalid|illegal",
    "corrupt|damaged|inconsisten|mismatch|missing|denied|refus|unexpected|unrecogni[sz]ed",
    "\\b(?:can|could|does|do|is|are|was)(?: ?not|n't)\\b|\\bcan't\\b|\\bunable\\b|\\bout of\\b",
    "\\bno (?:such|space|free|room|valid|more)\\b",
    "\\bnot (?:found|valid|supported|permitted|enough)",
    "\\b(?:bad|wrong|broken|busy|unclean|read-only|warning|please|must)\\b",
    "\\btoo (?:small|large|big|short|long|many|few)\\b",
  ].join("|"),
  "i",
);

/** The same words, where they say that all is well. */
const noTrouble =
  /\b(?:no|0|without(?: any)?|zero) (?:\w+ )?(?:errors?|problems?|failures?|bad|warnings?)\b/gi;

/** A bar, a count that runs up, or a rule: it says how far, not what. */
const progress = /^[^A-Za-z]*$|\[[=#*.\s>|\\/-]*\]|^[^A-Za-z]*\d+(?:\.\d+)? ?%/;

/** `resize2fs 1.47.0 (5-Feb-2023)`: who it is, not how it went. */
const banner = /^[\w.+/-]+(?:,? version)?:? v?\d+(?:\.\d+)+[\w.~+-]*,?(?: \(?[\w. -]+\)?)?$/i;

/**
 * What a person wants to know of what a program has said before it ended: the last lines that look
 * like an error, at most three, those of standard error first; where none looks so, the last lines
 * of standard error, or of the rest where it is silent. Of a line that was written over (by
 * carriage returns or backspaces, as progress is shown) only what stood there in the end counts.
 * "nothing" where there is nothing.
 */
export function tellingWords({ stdout, stderr }: Said): string {
  const streams = [linesOf(stderr), linesOf(stdout)];
  const telling = streams.map((lines) => lines.filter(looksWrong));
  const chosen = telling.some((lines) => lines.length > 0)
    ? lastLines(telling)
    : (streams.find((lines) => lines.length > 0) ?? []).slice(-mostLines);
  return chosen.join(" | ") || "nothing";
}

/** The last lines of the first stream; where they are few, of the next one behind them. */
function lastLines(streams: readonly (readonly string[])[]): string[] {
  return streams.reduce<string[]>((chosen, lines) => {
    const left = mostLines - chosen.length;
    return left > 0 ? [...chosen, ...lines.slice(-left)] : chosen;
  }, []);
}

function looksWrong(line: string): boolean {
  return trouble.test(line.replaceAll(noTrouble, "")) && !/^if\b/i.test(line);
}

/** The lines of a text that say something. Of like ones that follow each other the last. */
function linesOf(text: string): string[] {
  const lines = text
    .slice(-mostPrinted)
    .split("\n")
    .map((line) => short(asLeft(line).trim()));
  const said = lines.filter((line) => !progress.test(line) && !banner.test(line));
  const like = said.map(plainText);
  return said.filter((_, index) => like[index] !== like[index + 1]);
}

/** What a line shows on a terminal, once all of it is printed. */
function asLeft(line: string): string {
  const shown: string[] = [];
  let at = 0;
  for (const letter of line.replaceAll(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, "")) {
    if (letter === "\r") at = 0;
    else if (letter === "\b") at = Math.max(0, at - 1);
    else shown[at++] = letter;
  }
  return shown.join("");
}

function short(line: string): string {
  return line.length > mostLetters ? `${line.slice(0, mostLetters - 3)}...` : line;
}
