import { handle } from "#lib/http/handle.ts";
import { listGroups } from "#lib/people/service.ts";

export const GET = handle(listGroups);
