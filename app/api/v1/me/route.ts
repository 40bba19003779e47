import { handle } from "#lib/http/handle.ts";
import { me } from "#lib/people/service.ts";

export const GET = handle(me);
