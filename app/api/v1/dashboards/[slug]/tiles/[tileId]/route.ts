import { removeTile } from "#lib/dashboards/service.ts";
import { handle } from "#lib/http/handle.ts";

export const DELETE = handle(removeTile);
