import { runQuery } from "#lib/explore/service.ts";
import { handle } from "#lib/http/handle.ts";

export const POST = handle(runQuery);
