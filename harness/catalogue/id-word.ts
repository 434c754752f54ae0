/** A text as a word of a case id: small letters, digits and `-`, at most 40 of them. */
export function idWord(text: string): string {
  const plain = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return plain.replaceAll(/^-+|-+$/g, "").slice(0, 40) || "x";
}
