import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { LoadError } from "#warehouse/load/load-error.ts";

const Manifest = z.strictObject({
  as_of: z.iso.date().nullable().default(null),
  seed: z.int().nullable().default(null),
  scale: z.string().nullable().default(null),
  sample: z.boolean().default(false),
});
export type Manifest = z.infer<typeof Manifest>;

/** What the folder says of itself; hand-written folders need not say anything. */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(path.join(folder, "manifest.json"), "utf8").catch(() => "{}");
  try {
    return Manifest.parse(JSON.parse(text));
  } catch (error) {
    const key = error instanceof z.ZodError ? (error.issues[0]?.path.join(".") ?? "") : "";
    const where = key === "" ? "" : ` at ${key}`;
    throw new LoadError(`manifest.json cannot be read${where}. It may hold as_of (a day), seed, scale and sample.`);
  }
}
