import { z } from "zod";
import { type Operation, operation } from "#lib/access/operation.ts";
import { createAccessRequest, decide, listAccessRequests, listMine } from "#lib/access-requests/service.ts";
import { createAnnotation, listAnnotations, removeAnnotation, updateAnnotation } from "#lib/annotations/service.ts";
import { listAudit } from "#lib/audit/service.ts";
import { estate, getCustomer, listCustomers, recordOptOut } from "#lib/customers/service.ts";
import { addTile, createDashboard, getDashboard, listDashboards, removeTile } from "#lib/dashboards/service.ts";
import { dashboardData } from "#lib/dashboards/service-data.ts";
import { compileQuery, listFields, listNotCovered, runQuery, suggest } from "#lib/explore/service.ts";
import { describeEndpoint, type Method } from "#lib/http/openapi-endpoint.ts";
import { Problem } from "#lib/http/problem.ts";
import { createLook, getLook, listLooks, lookData, updateLook } from "#lib/looks/service.ts";
import { listGroups, listPeople, me, setRole } from "#lib/people/service.ts";

export const openapi = operation({
  summary: "This description",
  permission: "dashboards.read",
  input: z.strictObject({}),
  output: z.record(z.string(), z.json()),
  run: () => Promise.resolve(document()),
});

/** Every operation that is reached over HTTP. A test holds this list against the route files. */
export const ENDPOINTS: readonly (readonly [Method, string, Operation])[] = [
  ["get", "/access-requests", listAccessRequests],
  ["post", "/access-requests", createAccessRequest],
  ["get", "/access-requests/mine", listMine],
  ["patch", "/access-requests/{id}", decide],
  ["get", "/annotations", listAnnotations],
  ["post", "/annotations", createAnnotation],
  ["patch", "/annotations/{id}", updateAnnotation],
  ["delete", "/annotations/{id}", removeAnnotation],
  ["get", "/audit", listAudit],
  ["get", "/customers", listCustomers],
  ["get", "/customers/estate", estate],
  ["get", "/customers/{id}", getCustomer],
  ["get", "/dashboards", listDashboards],
  ["post", "/dashboards", createDashboard],
  ["get", "/dashboards/{slug}", getDashboard],
  ["post", "/dashboards/{slug}/data", dashboardData],
  ["post", "/dashboards/{slug}/tiles", addTile],
  ["delete", "/dashboards/{slug}/tiles/{tileId}", removeTile],
  ["get", "/fields", listFields],
  ["get", "/groups", listGroups],
  ["get", "/looks", listLooks],
  ["post", "/looks", createLook],
  ["get", "/looks/{id}", getLook],
  ["patch", "/looks/{id}", updateLook],
  ["post", "/looks/{id}/data", lookData],
  ["get", "/me", me],
  ["get", "/openapi.json", openapi],
  ["post", "/opt-outs", recordOptOut],
  ["post", "/query", runQuery],
  ["post", "/query/compile", compileQuery],
  ["post", "/query/coverage", listNotCovered],
  ["get", "/suggest", suggest],
  ["get", "/users", listPeople],
  ["patch", "/users/{id}", setRole],
];

type Json = z.infer<ReturnType<typeof z.json>>;

function document(): Record<string, Json> {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [method, path, op] of ENDPOINTS)
    paths[path] = { ...paths[path], [method]: describeEndpoint(method, path, op) };
  return {
    openapi: "3.1.0",
    info: {
      title: "Candor",
      version: "1",
      description:
        "The API that the portal's own pages use. Writes of shared things need If-Match with the version last seen.",
    },
    servers: [{ url: "/api/v1" }],
    security: [{ session: [] }],
    paths,
    components: {
      schemas: { Problem: z.json().parse(z.toJSONSchema(Problem)) },
      securitySchemes: { session: { type: "apiKey", in: "cookie", name: "candor.session" } },
    },
  };
}
