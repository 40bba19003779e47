import { handle } from "#lib/http/handle.ts";
import { createLook, listLooks } from "#lib/looks/service.ts";

export const GET = handle(listLooks);
export const POST = handle(createLook);
