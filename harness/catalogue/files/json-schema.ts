import { z } from "zod";
import { fileSchema, type FileKind } from "./file-schemas.js";

/**
 * The JSON Schema (draft 2020-12) of a kind of file, for editors: made from the schema that
 * decodes it. What only the decoder can tell, such as whether a line has `{disk}` in it, is not in
 * it. A scenario that extends another may leave out what that one says.
 */
export function jsonSchemaOf(kind: FileKind): Record<string, unknown> {
  const schema = fileSchema(kind, {});
  const made = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      // Of the decoded value: to an editor it would say that nobody may write it.
      delete jsonSchema.readOnly;
      // Not there at all.
      if (zodSchema._zod.def.type === "undefined") jsonSchema.not = {};
    },
  });
  const { required, ...rest } = made;
  const titled = { title: `crashpoint: a ${kind}`, ...rest };
  if (kind !== "scenario") return { ...titled, required };
  const withImage = (name: string) => ({ required: [...(required ?? []), name] });
  return {
    ...titled,
    anyOf: [{ required: ["extends"] }, ...["disk", "tree", "fixture"].map(withImage)],
  };
}
