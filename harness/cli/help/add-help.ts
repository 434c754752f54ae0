import { Argument, type Command } from "commander";
import { exitCodes } from "../../model/errors.js";
import type { Act } from "../act.js";
import { bashScript } from "./bash.js";
import { completedCommands } from "./completed.js";
import { fishScript } from "./fish.js";
import { topics, topicText, type Topic } from "./topics.js";
import { zshScript } from "./zsh.js";

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };
type Shell = keyof typeof scripts;

/** Adds what explains the command line to people and to shells. */
export function addHelp(program: Command, act: Act): void {
  program
    .command("completion")
    .description("print the script by which a shell completes this command line")
    .addArgument(new Argument("<shell>", "which one").choices(Object.keys(scripts)))
    .action(
      act((_signal, shell: Shell) => {
        process.stdout.write(scripts[shell](completedCommands(program)));
        return Promise.resolve(exitCodes.held);
      }),
    );
  const commands = program.commands.map((command) => command.name());
  program
    .command("help")
    .description("explain a topic, or a command")
    .addArgument(new Argument("[topic]", "what to explain").choices([...topics, ...commands]))
    .action(
      act((_signal, topic: string | undefined) => {
        console.log(textOf(program, topic));
        return Promise.resolve(exitCodes.held);
      }),
    );
}

function textOf(program: Command, topic: string | undefined): string {
  const named = topics.find((each): each is Topic => each === topic);
  if (named !== undefined) return topicText(named);
  const command = program.commands.find((each) => each.name() === topic) ?? program;
  const text = command.helpInformation().trimEnd();
  return command === program ? `${text}\n\nTopics of help: ${topics.join(", ")}` : text;
}
