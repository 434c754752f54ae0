import { h, type Element } from "./nodes.js";

/** A command to be copied. Its button is there where scripts may run, see script.ts. */
export function commandBox(command: string): Element {
  return h(
    "div.command",
    h("pre", { tabIndex: 0, role: "group", ariaLabel: "command" }, h("code", command)),
    h("button.copy", { type: "button", hidden: true }, "Copy"),
  );
}
