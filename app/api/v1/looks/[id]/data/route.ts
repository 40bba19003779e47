import { handle } from "#lib/http/handle.ts";
import { lookData } from "#lib/looks/service.ts";

export const POST = handle(lookData);
