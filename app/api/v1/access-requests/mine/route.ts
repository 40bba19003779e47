import { listMine } from "#lib/access-requests/service.ts";
import { handle } from "#lib/http/handle.ts";

export const GET = handle(listMine);
