/** Of what kind the medium of a scenario is. */
export type MediumKind = "disk" | "tree";

/** What stands for the medium in commands and checks. git has words such as `HEAD^{tree}`. */
const placeholders: Readonly<Record<MediumKind, RegExp>> = {
  disk: /\{disk\}/g,
  tree: /(?<!\^)\{tree\}/g,
};

/** What a person writes for the medium: `{disk}`. */
export function placeholderOf(kind: MediumKind): string {
  return `{${kind}}`;
}

/** Whether a text names the medium of this kind. */
export function namesMedium(text: string, kind: MediumKind): boolean {
  return text.search(placeholders[kind]) >= 0;
}

/** A text with the path of the medium in the place of what stands for it. */
export function withMediumAt(text: string, path: string): string {
  // A path may have a `$` in it.
  return Object.values(placeholders).reduce((now, each) => now.replace(each, () => path), text);
}
