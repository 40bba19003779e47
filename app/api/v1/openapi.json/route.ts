import { handle } from "#lib/http/handle.ts";
import { openapi } from "#lib/http/openapi.ts";

export const GET = handle(openapi);
