/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  serverExternalPackages: ["pg", "pino", "@duckdb/node-api", "@prisma/client", "@prisma/adapter-pg"],
  // `npm run check` does the types; a build does not do them again.
  typescript: { ignoreBuildErrors: true },
  allowedDevOrigins: ["127.0.0.1"],
};
