import { addTile } from "#lib/dashboards/service.ts";
import { handle } from "#lib/http/handle.ts";

export const POST = handle(addTile);
