import type { CompletedCommand, Values } from "./completed.js";

/** The script that teaches bash to complete the command line. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  return `# bash completion of crashpoint: source <(crashpoint completion bash)
_crashpoint() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]} command= each
  COMPREPLY=()
  for each in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $each in
      --) COMPREPLY=($(compgen -f -- "$word")); return ;;
      -*) ;;
      *) command=\${command:-$each} ;;
    esac
  done
  case $command:$before in
${commands.flatMap(optionCases).join("\n")}
    :*) COMPREPLY=($(compgen -W "${names} --help" -- "$word")) ;;
${commands.map(commandCase).join("\n")}
  esac
}
complete -o filenames -F _crashpoint crashpoint
`;
}

function optionCases({ name, options }: CompletedCommand): string[] {
  return options.flatMap(({ flag, values }) =>
    values === undefined ? [] : [`    ${name}:${flag}) ${reply(values)} ;;`],
  );
}

function commandCase({ name, options, values }: CompletedCommand): string {
  const words = [...values.words, ...options.map(({ flag }) => flag)];
  return `    ${name}:*) ${reply({ words, files: values.files })} ;;`;
}

function reply({ words, files }: Values): string {
  const wordList = words.length === 0 ? "" : ` -W "${words.join(" ")}"`;
  return `COMPREPLY=($(compgen${files ? " -f" : ""}${wordList} -- "$word"))`;
}
