import type { Element, ElementContent, Nodes, Root } from "hast";
import { toHtml } from "hast-util-to-html";
import { h, s } from "hastscript";
import { printableLines } from "../printable.js";

/** Elements of HTML and of SVG: `h("p.note", { id: "x" }, "text")`. Text is data, never markup. */
export { h, s };
export type { Element };

/** What an element may hold. */
export type Content = ElementContent | string | number | undefined;

/**
 * A tree as a whole document. Text and attributes are escaped by hast-util-to-html; characters that
 * steer a reader (controls, marks that turn the direction) are written as escapes.
 */
export function documentText(tree: Element): string {
  makePlain(tree);
  const root: Root = { type: "root", children: [{ type: "doctype" }, tree] };
  return `${toHtml(root)}\n`;
}

function makePlain(node: Nodes): void {
  if (node.type === "text") node.value = printableLines(node.value);
  if (node.type !== "element") return;
  for (const [name, value] of Object.entries(node.properties)) {
    if (typeof value === "string") node.properties[name] = printableLines(value);
  }
  // Style and script are our own, and hold nothing of others.
  if (node.tagName === "style" || node.tagName === "script") return;
  for (const child of node.children) makePlain(child);
}
