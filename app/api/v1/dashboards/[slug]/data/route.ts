import { dashboardData } from "#lib/dashboards/service-data.ts";
import { handle } from "#lib/http/handle.ts";

export const POST = handle(dashboardData);
