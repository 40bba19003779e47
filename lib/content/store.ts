import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import type { Grant } from "#lib/access/grant.ts";
import { type Content, type ContentFile, faultLine } from "#lib/content/model.ts";
import { parseContent, type QuestionCheck } from "#lib/content/store-parse.ts";
import { AppError } from "#lib/errors.ts";
import { log } from "#lib/log.ts";

type Loaded = { readonly stamp: string; readonly content: Content };

const loaded = new Map<string, Loaded>();

/** Reads the content under `root`, whole or not at all; each fault is a line `file:line:column message`. */
export function readContent(root: string, check: QuestionCheck): Content {
  const files = { looks: filesOf(root, "looks"), dashboards: filesOf(root, "dashboards") };
  const { content, faults } = parseContent(files, check);
  if (faults.length === 0) return content;
  throw new AppError("conflict", `The shipped content has errors.\n${faults.map(faultLine).join("\n")}`);
}

/** The shipped content; after a change on disk the new one, or still the last good one if that has errors. */
export function shippedContent(
  _grant: Grant,
  check: QuestionCheck,
  root = path.join(process.cwd(), "content"),
): Content {
  const stamp = stampOf(root);
  const last = loaded.get(root);
  if (last?.stamp === stamp) return last.content;
  try {
    const content = readContent(root, check);
    loaded.set(root, { stamp, content });
    return content;
  } catch (error) {
    if (last === undefined || !(error instanceof AppError)) throw error;
    log.warn({ faults: error.message }, "content kept as it was: the new text has errors");
    loaded.set(root, { ...last, stamp });
    return last.content;
  }
}

function filesOf(root: string, kind: string): ContentFile[] {
  return namesOf(path.join(root, kind)).map((name) => ({
    path: `${path.basename(root)}/${kind}/${name}`,
    text: readFileSync(path.join(root, kind, name), "utf8"),
  }));
}

function namesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted();
}

/** Changes whenever a file comes, goes or is written. */
function stampOf(root: string): string {
  return ["looks", "dashboards"]
    .flatMap((kind) => namesOf(path.join(root, kind)).map((name) => path.join(root, kind, name)))
    .map((file) => `${file}:${statSync(file).mtimeMs}`)
    .join("\n");
}
