/**
 * The import law. Everything points one way:
 * models and contracts <- stores <- services <- app; consent -> db; semantic -> consent; components speak HTTP.
 */
const TEST = "\\.(test|spec)\\.|/testing/|^e2e/";
const PURE = [
  "^lib/[^/]+/(model|contract)\\.ts$",
  "^lib/errors\\.ts$",
  "^lib/access/permission\\.ts$",
  "^lib/consent/(model|snapshot-model)\\.ts$",
  "^lib/semantic/(question|answer|question-url|nearest|filter-text|range-text|calendar)\\.ts$",
];
const FEATURES = "annotations|customers|dashboards|looks|explore|people|access-requests|audit|content|health";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Two files that need each other are one thought: join them, or move what both need into a third.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "resolvable",
      comment: "The import leads nowhere: use #lib/…, #components/… with its ending, or add the package.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "declared-packages",
      comment: "A package used here must stand in package.json; a build tool may not reach the portal.",
      severity: "error",
      from: { path: "^(app|components|lib|warehouse)/", pathNot: TEST },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "models-and-contracts-are-pure",
      comment:
        "A model or contract runs in the browser too: only other models and contracts, and zod. I/O belongs in a store.",
      severity: "error",
      from: { path: `^lib/(${FEATURES}|consent)/(model|contract)\\.ts$` },
      to: { pathNot: [...PURE, "node_modules/(zod|luxon)/"] },
    },
    {
      name: "only-stores-touch-the-database",
      comment: "Ask a store. A query belongs in lib/<feature>/store.ts, where each function takes a Grant.",
      severity: "error",
      from: {
        path: "^(app|components|lib|warehouse)/",
        pathNot: [`^lib/(${FEATURES})/store[a-z-]*\\.ts$`, "^lib/(consent|access|db)/", TEST],
      },
      to: {
        path: ["^lib/db/", "node_modules/(pg|@prisma)/"],
        pathNot: "^lib/db/(id|day|errors|unreachable)\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "driver-only-in-the-warehouse",
      comment:
        "The portal never opens the warehouse itself: it asks the warehouse server through lib/warehouse/client.ts.",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: ["^lib/warehouse/(server|bigquery)/", TEST] },
      to: { path: "node_modules/(@duckdb|@google-cloud)/" },
    },
    {
      name: "ui-speaks-http",
      comment:
        "A component sees components, models, contracts and lib/http/call.ts. Data comes from /api/v1 by call().",
      severity: "error",
      from: { path: "^components/", pathNot: TEST },
      to: { path: "^(lib|app|warehouse|prisma|scripts)/", pathNot: [...PURE, "^lib/http/(call|problem)\\.ts$"] },
    },
    {
      name: "ui-kit-knows-no-feature",
      comment: "components/ui could ship in another product. What knows a feature belongs in components/<feature>.",
      severity: "error",
      from: { path: "^components/ui/", pathNot: TEST },
      to: {
        path: ["^components/(charts|coverage|shell|home|customers|dashboards|looks|explore|admin)/", "^lib/"],
        pathNot: "^lib/http/(call|problem)\\.ts$",
      },
    },
    {
      name: "app-only-through-services",
      comment: "A page or route calls a service or draws a component. Logic belongs in lib/<feature>/service.ts.",
      severity: "error",
      from: { path: "^app/", pathNot: TEST },
      to: {
        path: "^(lib|warehouse|prisma|scripts)/",
        pathNot: [
          ...PURE,
          `^lib/(${FEATURES})/service[a-z-]*\\.ts$`,
          "^lib/http/",
          "^lib/access/auth[a-z-]*\\.ts$",
          "^lib/env\\.ts$",
        ],
      },
    },
    {
      name: "stores-know-no-service",
      comment: "A store only reads and writes. What decides belongs in the service that calls it.",
      severity: "error",
      from: { path: "^lib/[^/]+/store[a-z-]*\\.ts$" },
      to: { path: ["^lib/[^/]+/service[a-z-]*\\.ts$", "^lib/http/", "^app/", "^components/"] },
    },
    {
      name: "services-know-no-http",
      comment: "A service is called by routes, pages and scripts alike: it takes a grant and throws AppError.",
      severity: "error",
      from: { path: "^lib/[^/]+/service[a-z-]*\\.ts$" },
      to: { path: ["^lib/http/", "^app/", "^components/", "node_modules/next/"] },
    },
    {
      name: "http-knows-no-feature",
      comment: "lib/http turns requests into operations and back; it knows access and errors, not what they are about.",
      severity: "error",
      from: { path: "^lib/http/", pathNot: [TEST, "^lib/http/openapi"] },
      to: {
        path: [`^lib/(${FEATURES})/`, "^lib/(consent|semantic|warehouse)/"],
        pathNot: [...PURE, "^lib/audit/store\\.ts$"],
      },
    },
    {
      name: "consent-stands-alone",
      comment: "Consent is decided from the registry alone; whoever asks about it imports it, never the other way.",
      severity: "error",
      from: { path: "^lib/consent/", pathNot: TEST },
      to: {
        path: [`^lib/(${FEATURES})/`, "^lib/(semantic|warehouse|http)/", "^(app|components|warehouse)/"],
        pathNot: PURE,
      },
    },
    {
      name: "semantic-is-pure",
      comment:
        "The compiler turns a question into a plan and text. Running it belongs to lib/warehouse, reading to a store.",
      severity: "error",
      from: { path: "^lib/semantic/", pathNot: [TEST, "\\.proof\\.test\\.ts$"] },
      to: {
        path: [
          `^lib/(${FEATURES})/`,
          "^lib/(warehouse|http|db)/",
          "^(app|components)/",
          "node_modules/(pg|@duckdb|next)/",
        ],
        pathNot: PURE,
      },
    },
    {
      name: "warehouse-knows-no-feature",
      comment: "The warehouse runs what was compiled; what a number means is decided before.",
      severity: "error",
      from: { path: "^lib/warehouse/", pathNot: TEST },
      to: { path: [`^lib/(${FEATURES})/`, "^lib/http/", "^(app|components)/"], pathNot: PURE },
    },
    {
      name: "nobody-needs-a-test",
      comment: "What both a test and the portal need belongs outside the test.",
      severity: "error",
      from: { pathNot: [TEST, "^(vitest|playwright)\\.config\\.ts$", "^scripts/"] },
      to: { path: TEST },
    },
    {
      name: "nobody-needs-a-script",
      comment: "Scripts stand at the edge. What the portal needs belongs in lib.",
      severity: "error",
      from: { path: "^(app|components|lib|warehouse)/", pathNot: TEST },
      to: { path: "^scripts/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^\\.next/", "^\\.data/", "^lib/db/generated/", "^tools/"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
    },
  },
};
