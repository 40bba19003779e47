/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  serverExternalPackages: ["pg", "pino", "@duckdb/node-api", "@prisma/client", "@prisma/adapter-pg"],
  allowedDevOrigins: ["127.0.0.1"],
};
