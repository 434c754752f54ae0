import { readFileSync } from "node:fs";
import {
  findNodeAtLocation,
  parse,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from "jsonc-parser";
import { messageOf, UsageError } from "../../model/errors.js";
import { fieldText, type FieldProblem } from "../../model/fields/field-problem.js";

/** A JSON file with comments (JSONC) that holds an object, and where its fields stand. */
export interface DataFile {
  /** As the user has named it. */
  readonly path: string;
  readonly keys: Readonly<Record<string, unknown>>;
  /** `path:line:column` of a field, or of what it would stand in. */
  placeOf(keys: readonly PropertyKey[]): string;
}

/**
 * Reads a file of JSON with comments; a comma may follow the last item of a list. Throws
 * UsageError with line and column of what can't be read, and of names that are there twice.
 */
export function readDataFile(path: string): DataFile {
  const text = textOf(path);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const placeAt = (offset: number): string => {
    const before = text.slice(0, offset).split("\n");
    return `${path}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
  };
  const [first] = errors;
  if (first !== undefined) {
    const what = printParseErrorCode(first.error)
      .replaceAll(/\B[A-Z]/g, " $&")
      .toLowerCase();
    throw new UsageError(`cannot read ${placeAt(first.offset)}: no JSON: ${what}`);
  }
  if (root?.type !== "object") {
    throw new UsageError(`cannot read ${placeAt(0)}: expected an object in { }`);
  }
  for (const node of doubles(root)) {
    throw new UsageError(`${placeAt(node.offset)}: ${String(node.value)} is there twice`);
  }
  const keys = parse(text, [], { allowTrailingComma: true }) as Record<string, unknown>;
  return { path, keys, placeOf: (way) => placeAt(nearest(root, way).offset) };
}

/** Throws UsageError with a line for each problem, and the place of each; nothing where none is. */
export function requireNoProblem(file: DataFile, problems: readonly FieldProblem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ keys, problem }) => {
    return `${file.placeOf(keys)}: ${keys.length === 0 ? "" : `${fieldText(keys)}: `}${problem}`;
  });
  throw new UsageError(lines.join("\n"));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8").replace(/^\uFEFF/, " ");
  } catch (cause) {
    throw new UsageError(`cannot read ${path}: ${messageOf(cause)}`, { cause });
  }
}

/** The name of a field, else the nearest thing around it that is there. */
function nearest(root: Node, way: readonly PropertyKey[]): Node {
  for (let length = way.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, way.slice(0, length) as (string | number)[]);
    if (node !== undefined) return node.parent?.type === "property" ? node.parent : node;
  }
  return root;
}

/** Names that an object has twice, of which JSON keeps one in silence. */
function doubles(node: Node): Node[] {
  const { children = [] } = node;
  const names = children.flatMap(({ type, children: [name] = [] }) =>
    node.type === "object" && type === "property" && name !== undefined ? [name] : [],
  );
  const own = names.filter(({ value }, index) =>
    names.slice(0, index).some((earlier) => earlier.value === value),
  );
  return [...own, ...children.flatMap(doubles)];
}
