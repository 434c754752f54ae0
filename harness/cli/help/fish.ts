import type { CompletedCommand, CompletedOption, Values } from "./completed.js";

/** The script that teaches fish to complete the command line. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, about, options, values }) => {
    const inIt = `-n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c crashpoint -n __fish_use_subcommand -a ${name} -d ${quoted(about)}`,
      `complete -c crashpoint ${inIt} ${valueWords(values)}`,
      ...options.map((option) => `complete -c crashpoint ${inIt} ${optionWords(option)}`),
    ];
  });
  return `# fish completion of crashpoint: crashpoint completion fish | source
complete -c crashpoint -f
${lines.join("\n")}
`;
}

function optionWords({ flag, about, values }: CompletedOption): string {
  const name = `-l ${flag.replace(/^--/, "")} -d ${quoted(about)}`;
  return values === undefined ? name : `${name} -r ${valueWords(values)}`;
}

function valueWords({ words, files }: Values): string {
  const list = words.length === 0 ? "" : ` -a ${quoted(words.join(" "))}`;
  return `${files ? "-F" : "-f"}${list}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
