import { z } from "zod";
import type { Operation } from "#lib/access/operation.ts";

export type Method = "get" | "post" | "patch" | "delete";

type Json = z.infer<ReturnType<typeof z.json>>;

/** The part of a JSON schema that matters here. */
const ObjectSchema = z.looseObject({
  properties: z.record(z.string(), z.json()).default({}),
  required: z.array(z.string()).default([]),
});

type Member = { readonly name: string; readonly schema: Json; readonly required: boolean };

/** One operation in OpenAPI's words: parameters of path and query, body, answer, and what it needs. */
export function describeEndpoint(method: Method, path: string, op: Operation): Record<string, Json> {
  const members = membersOf(op.input);
  const inPath = members.filter(({ name }) => path.includes(`{${name}}`));
  const rest = members.filter((member) => !inPath.includes(member) && member.name !== "ifMatch");
  const parameters = [
    ...inPath.map(({ name, schema }) => ({ name, in: "path", required: true, schema })),
    ...(method === "get" ? rest : []).map(({ name, schema, required }) => ({ name, in: "query", required, schema })),
    ...(members.some(({ name }) => name === "ifMatch") ? [IF_MATCH] : []),
  ];
  const output = z.json().parse(z.toJSONSchema(op.output, { unrepresentable: "any" }));
  return {
    summary: op.summary,
    "x-permission": op.permission,
    parameters,
    ...(method === "get" || rest.length === 0 ? {} : { requestBody: bodyOf(rest) }),
    responses: {
      "200": { description: "Done", content: { "application/json": { schema: output } } },
      default: { description: "Refused", content: { "application/problem+json": { schema: PROBLEM } } },
    },
  };
}

const PROBLEM = { $ref: "#/components/schemas/Problem" };

const IF_MATCH = {
  name: "If-Match",
  in: "header",
  required: true,
  description: "The version last seen, in quotes. 428 without it, 412 with both versions when it is stale.",
  schema: { type: "string" },
};

function bodyOf(members: readonly Member[]): Json {
  const properties = Object.fromEntries(members.map(({ name, schema }) => [name, schema]));
  const required = members.filter((member) => member.required).map(({ name }) => name);
  const schema = { type: "object", properties, required, additionalProperties: false };
  return { required: true, content: { "application/json": { schema } } };
}

/** Types as parsed (a coerced number is a number), required as sent (a default makes a key optional). */
function membersOf(input: z.ZodType): readonly Member[] {
  const parsed = ObjectSchema.parse(z.toJSONSchema(input, { io: "output", unrepresentable: "any" }));
  const sent = ObjectSchema.parse(z.toJSONSchema(input, { io: "input", unrepresentable: "any" }));
  return Object.entries(parsed.properties).map(([name, schema]) => ({
    name,
    schema,
    required: sent.required.includes(name),
  }));
}
