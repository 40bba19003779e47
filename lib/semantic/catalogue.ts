import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { log } from "#lib/log.ts";
import { loadModels } from "#lib/semantic/load.ts";
import type { Model } from "#lib/semantic/model.ts";

const LOOK_AGAIN_MS = 2_000;

/** Models from a folder; a change of the folder is taken over when it is whole, else the last good one stays. */
export class Catalogue {
  private readonly dir: string;
  private readonly onFault: (error: unknown) => void;
  private model: Model;
  private signature: string;
  private lookedAt: number;

  /** Throws `ModelError` when the folder cannot be used to begin with. */
  constructor(dir: string, onFault: (error: unknown) => void) {
    this.dir = dir;
    this.onFault = onFault;
    this.signature = signatureOf(dir);
    this.model = loadModels(dir);
    this.lookedAt = Date.now();
  }

  current(now = Date.now()): Model {
    if (now - this.lookedAt >= LOOK_AGAIN_MS) {
      this.lookedAt = now;
      this.reload();
    }
    return this.model;
  }

  private reload(): void {
    try {
      const signature = signatureOf(this.dir);
      if (signature === this.signature) return;
      this.signature = signature;
      this.model = loadModels(this.dir);
    } catch (error) {
      this.onFault(error);
    }
  }
}

function signatureOf(dir: string): string {
  const folders = [".", "sources", "metrics"].map((folder) => join(dir, folder));
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".yml"))
      .map((name) => join(folder, name)),
  );
  return files.map((file) => `${file}:${statSync(file).mtimeMs}`).join("\n");
}

declare global {
  // One catalogue per process, also when the development server reloads this module.
  var candorCatalogue: Catalogue | undefined;
}

/** The process's metric catalogue. */
export function models(): Model {
  globalThis.candorCatalogue ??= new Catalogue(join(process.cwd(), "models"), (error) => {
    log.error({ err: error }, "A model file has a fault; the last good models stay in use");
  });
  return globalThis.candorCatalogue.current();
}
