/** Models and shipped content are read before anything starts: a fault stops the start with its file and line. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { readContent } from "#lib/content/store.ts";
import { checkQuestion } from "#lib/content/store-check.ts";
import { parseFields } from "#lib/customers/store-fields.ts";
import { AppError } from "#lib/errors.ts";
import { loadModels } from "#lib/semantic/load.ts";
import { ModelError } from "#lib/semantic/model-file.ts";
import { Stop } from "./say.mjs";

/** @param {string} root where models/ and content/ are */
export function checkTexts(root = ".") {
  try {
    loadModels(path.join(root, "models"));
    readFields(root);
    readContent(path.join(root, "content"), checkQuestion);
  } catch (error) {
    if (error instanceof ModelError) throw new Stop(`The metric models have errors.\n${error.message}`);
    if (error instanceof AppError) throw new Stop(error.message);
    throw error;
  }
}

function readFields(root) {
  const file = path.join("models", "fields.yml");
  try {
    parseFields(readFileSync(path.join(root, file), "utf8"), file);
  } catch (error) {
    throw new Stop(`The list of fields has an error.\n${error.message}`);
  }
}
