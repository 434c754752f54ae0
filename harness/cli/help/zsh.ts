import type { CompletedCommand, CompletedOption, Values } from "./completed.js";

/** The script that teaches zsh to complete the command line. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const described = commands.map(({ name, about }) => `    ${quoted(`${name}:${about}`)}`);
  return `#compdef crashpoint
# zsh completion of crashpoint: source <(crashpoint completion zsh)
_crashpoint() {
  local -a commands=(
${described.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT -= 1 ))
  case $command in
${commands.map(commandCase).join("\n")}
  esac
}
if [ "$funcstack[1]" = _crashpoint ]; then _crashpoint "$@"; else compdef _crashpoint crashpoint; fi
`;
}

function commandCase({ name, options, values }: CompletedCommand): string {
  const specs = [...options.map(optionSpec), quoted(`*:word:${action(values)}`)];
  return `    ${name}) _arguments ${specs.join(" ")} ;;`;
}

function optionSpec({ flag, about, values }: CompletedOption): string {
  const text = about.replaceAll(/[[\]:\\]/g, "\\$&");
  if (values === undefined) return quoted(`${flag}[${text}]`);
  // It may be given again, as --check.
  return quoted(`*${flag}=[${text}]:value:${action(values)}`);
}

function action({ words, files }: Values): string {
  if (words.length === 0) return files ? "_files" : " ";
  const list = words.join(" ");
  return files ? `{_alternative "names:name:(${list})" "files:file:_files"}` : `(${list})`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
