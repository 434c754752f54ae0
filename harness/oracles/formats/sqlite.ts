import { join } from "node:path";
import { sha256 } from "../../model/sha256.js";
import { askTool } from "./ask-tool.js";
import { digestFile } from "./digest-file.js";
import type { ForeignItem, ToRead } from "./foreign-content.js";

interface SchemaObject {
  readonly type: string;
  readonly name: string;
  readonly sql: string;
  /** Of tables whose rows stand in the file: virtual ones keep theirs in others. */
  readonly columns: readonly string[];
}

/**
 * Digests the SQL text of each table, index, view and trigger, the rows of each table, and the
 * numbers that programs keep beside them. The planner's statistics are not compared, nor the
 * numbers of rows that have no key.
 */
export async function readSqlite(from: ToRead): Promise<ForeignItem[]> {
  const objects = await schemaOf(from);
  const tables = objects.filter(({ columns }) => columns.length > 0);
  const queries = tables.flatMap((table, index) => [`.output rows-${index}`, rowsQuery(table)]);
  const numbers = [".output numbers", "pragma application_id;", "pragma user_version;"];
  await askSqlite(from, [...queries, ...numbers]);
  const digested = (file: string) => digestFile(join(from.scratch, file));
  const items = objects.map(({ type, name, sql }) => {
    return { name: `${type} ${name}`, sizeBytes: Buffer.byteLength(sql), sha256: sha256(sql) };
  });
  for (const [index, { name }] of tables.entries()) {
    items.push({ name: `rows of ${name}`, ...(await digested(`rows-${index}`)) });
  }
  return [...items, { name: "application id and version", ...(await digested("numbers")) }];
}

/** Hidden columns are those of virtual tables, and those that are computed from others. */
const schemaQuery = `
select hex(type), hex(name), hex(sql), (
  select group_concat(hex(x.name)) from pragma_table_xinfo(m.name) x
  where m.type = 'table' and m.rootpage > 0 and x.hidden = 0
) from sqlite_schema m
where sql is not null and name not like 'sqlite\\_stat_' escape '\\' order by type, name;`;

async function schemaOf(from: ToRead): Promise<SchemaObject[]> {
  const lines = (await askSqlite(from, [schemaQuery])).split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const [type = "", name = "", sql = "", columns = ""] = line.split("|");
    const names = columns.split(",").filter((each) => each !== "");
    return { type: unhex(type), name: unhex(name), sql: unhex(sql), columns: names.map(unhex) };
  });
}

/** In the order of the table itself; no value looks like another, whatever bytes it has. */
function rowsQuery({ name, columns }: SchemaObject): string {
  const cells = columns.map(quoted).map((cell) => {
    return `case typeof(${cell}) when 'text' then 't' || hex(${cell}) else quote(${cell}) end`;
  });
  return `select ${cells.join(", ")} from ${quoted(name)} not indexed;`;
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function unhex(digits: string): string {
  return Buffer.from(digits, "hex").toString("utf8");
}

/** Files are written into the scratch folder. The user's own settings are not read. */
async function askSqlite(from: ToRead, lines: readonly string[]): Promise<string> {
  const command = ["sqlite3", "-batch", "-bail", "-list", "-readonly"] as const;
  const settings = ["-init", "/dev/null", "-cmd", "pragma trusted_schema = off"];
  const input = `${lines.join("\n")}\n`;
  const options = { input, cwd: from.scratch };
  return (await askTool(from, [...command, ...settings, sqliteUri(from.path)], options)).stdout;
}

/**
 * How sqlite3 is told of a file that nothing changes: it then needs no files beside it, as the
 * write-ahead log asks for. Of a path that is absolute.
 */
export function sqliteUri(path: string): string {
  return `file:${encodeURI(path).replaceAll("?", "%3f").replaceAll("#", "%23")}?immutable=1`;
}
