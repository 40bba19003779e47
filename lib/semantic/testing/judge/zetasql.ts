import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { z } from "zod";

export const SCALARS = ["BOOL", "INT64", "FLOAT64", "STRING", "DATE", "TIMESTAMP"] as const;
export type Scalar = (typeof SCALARS)[number];

/** A type as the engine's process writes it. */
export type ZetaType =
  | Scalar
  | { readonly array: ZetaType }
  | { readonly struct: readonly { readonly name: string; readonly type: ZetaType }[] };

/** Whole numbers and days are text, instants too, in microseconds since 1970; arrays and structs are lists. */
export type ZetaValue = string | number | boolean | null | readonly ZetaValue[];

export type ZetaTable = {
  /** The whole path, `project.dataset.table`. */
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: ZetaType }[];
  readonly rows: readonly (readonly ZetaValue[])[];
};

export type ZetaParam = { readonly name: string; readonly type: ZetaType; readonly value: ZetaValue };

const Type: z.ZodType<ZetaType> = z.lazy(() =>
  z.union([
    z.enum(SCALARS),
    z.object({ array: Type }),
    z.object({ struct: z.array(z.object({ name: z.string(), type: Type })) }),
  ]),
);
const Value: z.ZodType<ZetaValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(Value)]),
);
const Column = z.object({ name: z.string(), type: Type });
export type ZetaColumn = z.infer<typeof Column>;
const Reply = z.object({ id: z.int(), error: z.string().optional() }).loose();
const Loaded = z.object({ catalogue: z.string() });
const Analysed = z.object({ columns: z.array(Column) });
const Ran = z.object({ columns: z.array(Column), rows: z.array(z.array(Value)) });

/** What ZetaSQL said of a text: its own words, for the one who mends the text. */
export class ZetaSqlError extends Error {}

type Waiting = { readonly resolve: (reply: unknown) => void; readonly reject: (error: Error) => void };

const ENGINE = path.resolve(import.meta.dirname, "../../../../tools/bq-judge/engine.mjs");
const AT_ONCE = 8;

/**
 * Google's analyser and reference engine, in a process of its own (`tools/bq-judge`, to be installed by `npm ci`
 * there). Runs a text with parameters over tables that were loaded before.
 */
export class ZetaSql {
  private readonly child: ChildProcess;
  private readonly input: Writable;
  private readonly waiting = new Map<number, Waiting>();
  private readonly queue: (() => void)[] = [];
  private running = 0;
  private next = 1;

  private constructor(child: ChildProcess, input: Writable) {
    this.child = child;
    this.input = input;
  }

  static async open(): Promise<ZetaSql> {
    const child = spawn(process.execPath, [ENGINE], { stdio: ["pipe", "pipe", "inherit"] });
    const engine = new ZetaSql(child, child.stdin);
    await engine.listen(child.stdout);
    return engine;
  }

  close(): void {
    this.input.end();
  }

  /** Makes the tables known; answers the catalogue to name in what follows. */
  async load(tables: readonly ZetaTable[]): Promise<string> {
    return Loaded.parse(await this.ask({ op: "load", tables })).catalogue;
  }

  /** Names and types of the columns that the text would give. */
  async analyse(catalogue: string, sql: string, params: readonly Omit<ZetaParam, "value">[]): Promise<ZetaColumn[]> {
    return Analysed.parse(await this.ask({ op: "analyse", catalogue, sql, params })).columns;
  }

  async run(catalogue: string, sql: string, params: readonly ZetaParam[]): Promise<z.infer<typeof Ran>> {
    return Ran.parse(await this.ask({ op: "run", catalogue, sql, params }));
  }

  private listen(output: Readable): Promise<void> {
    return new Promise((resolve, reject) => {
      createInterface({ input: output }).on("line", (line) => {
        const message: unknown = JSON.parse(line);
        const reply = Reply.safeParse(message);
        if (reply.success) this.settle(reply.data.id, reply.data.error ?? null, message);
        else resolve();
      });
      this.child.once("exit", () => {
        const ended = new Error("ZetaSQL has ended. Is tools/bq-judge installed (npm ci there)?");
        for (const one of this.waiting.values()) one.reject(ended);
        reject(ended);
      });
    });
  }

  private settle(id: number, error: string | null, message: unknown): void {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    this.running--;
    this.queue.shift()?.();
    if (error === null) waiting?.resolve(message);
    else waiting?.reject(new ZetaSqlError(error));
  }

  private async ask(request: Readonly<Record<string, unknown>>): Promise<unknown> {
    if (this.running >= AT_ONCE) await new Promise<void>((resolve) => this.queue.push(resolve));
    this.running++;
    const id = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.input.write(`${JSON.stringify({ ...request, id })}\n`);
    });
  }
}
