/** Version of run.json, cases.jsonl and case.json. A reader refuses any other. */
export const formatVersion = 2;
