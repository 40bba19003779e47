import { defineConfig } from "prisma/config";

// The engine is Prisma's own, compiled to WebAssembly: no binary is downloaded.
process.env["PRISMA_SCHEMA_ENGINE_BINARY"] ??= "./scripts/schema-engine.mjs";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env["DATABASE_URL"] ?? "postgresql://candor@127.0.0.1:54329/candor" },
});
