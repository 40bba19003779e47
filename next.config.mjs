/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  images: { unoptimized: true },
  serverExternalPackages: ["pg", "pino", "@duckdb/node-api", "@prisma/client", "@prisma/adapter-pg"],
  // `npm run check` does the types; a build does not do them again.
  typescript: { ignoreBuildErrors: true },
  // Next takes 127.0.0.1 and localhost for one host, and would turn the redirect between them into a loop.
  skipProxyUrlNormalize: true,
  allowedDevOrigins: ["127.0.0.1"],
};
