import { getDashboard } from "#lib/dashboards/service.ts";
import { handle } from "#lib/http/handle.ts";

export const GET = handle(getDashboard);
