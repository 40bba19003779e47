import { listFields } from "#lib/explore/service.ts";
import { handle } from "#lib/http/handle.ts";

export const GET = handle(listFields);
