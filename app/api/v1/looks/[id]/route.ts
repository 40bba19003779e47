import { handle } from "#lib/http/handle.ts";
import { getLook, updateLook } from "#lib/looks/service.ts";

export const GET = handle(getLook);
export const PATCH = handle(updateLook);
