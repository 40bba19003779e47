import { createHash } from "node:crypto";

const MOST = 63;

/** Lower-case letters, digits, `_` and `-`, at most 63; a key begins with a letter. */
function clean(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]+/g, "_")
    .slice(0, MOST);
}

/** Short, and not to be turned back into a person. */
function hashed(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Labels of a job as BigQuery takes them: who asks stays a hash, so that a bill can be split without names. */
export function jobLabels(asked: Readonly<Record<string, string>>): Record<string, string> {
  const labels: Record<string, string> = { app: "candor" };
  for (const [key, value] of Object.entries(asked)) {
    if (value === "") continue;
    if (key === "person") labels["person_hash"] = hashed(value);
    else {
      const name = clean(key).replace(/^[^a-z]+/, "");
      if (name !== "") labels[name] = clean(value);
    }
  }
  return labels;
}
