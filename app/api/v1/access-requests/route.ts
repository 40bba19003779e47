import { createAccessRequest, listAccessRequests } from "#lib/access-requests/service.ts";
import { handle } from "#lib/http/handle.ts";

export const GET = handle(listAccessRequests);
export const POST = handle(createAccessRequest);
