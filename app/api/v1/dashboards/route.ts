import { createDashboard, listDashboards } from "#lib/dashboards/service.ts";
import { handle } from "#lib/http/handle.ts";

export const GET = handle(listDashboards);
export const POST = handle(createDashboard);
