/**
 * Version of run.json, golden.json, cases.jsonl, end.json and case.json. A reader refuses any
 * other. Raise it when a field is removed, changes its meaning, or must be there and was not
 * before. A field that may be absent can be added without that: results of before lack it, and are
 * read.
 */
export const formatVersion = 5;
