/** Text of others, safe for a terminal: characters that steer it are written as escapes. */
export function printable(text: string): string {
  return text.replaceAll(/\p{C}/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}
