import js from "@eslint/js";
import query from "@tanstack/eslint-plugin-query";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const TESTS = ["**/*.test.ts", "**/*.test.tsx", "**/testing/**", "e2e/**"];

const ROUTES =
  "A route.ts holds nothing but `export const METHOD = handle(operation)`. Code belongs in lib/<feature>/service.ts, which checks the permission.";
const SETTINGS = "Only lib/env.ts reads the environment, where each variable is checked and described. Use env().";

/** `export const GET = handle(listCustomers)`: the only shape that cannot forget the permission. */
const routeShape = [
  {
    selector: "ExportNamedDeclaration > FunctionDeclaration",
    message: ROUTES,
  },
  { selector: "ExportDefaultDeclaration", message: ROUTES },
  { selector: "ExportAllDeclaration", message: ROUTES },
  { selector: "ExportNamedDeclaration[declaration=null]", message: ROUTES },
  {
    selector: "ExportNamedDeclaration > VariableDeclaration > VariableDeclarator:not([init.callee.name='handle'])",
    message: ROUTES,
  },
];

const noOwnMocks = {
  selector: "CallExpression[callee.object.name='vi'][callee.property.name=/^(mock|doMock|hoisted)$/]",
  message: "Our own modules are not mocked: use the real Postgres and DuckDB, or a stand-in at a port.",
};

const noSkips = {
  selector:
    "CallExpression[callee.object.name=/^(test|it|describe)$/][callee.property.name=/^(skip|only|todo|fixme)$/]",
  message: "A test runs or is not there. Mend it or remove it.",
};

export default tseslint.config(
  {
    ignores: [
      "node_modules/**",
      ".next/**",
      ".data/**",
      "lib/db/generated/**",
      "next-env.d.ts",
      "tools/**/node_modules/**",
      "test-results/**",
    ],
  },
  js.configs.recommended,
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-unsafe-type-assertion": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // zod gives a schema and its type one name.
      "@typescript-eslint/no-redeclare": "off",
      "no-redeclare": "off",
      // The compiler knows better what is defined.
      "no-undef": "off",
    },
  },
  {
    files: ["**/*.ts", "**/*.tsx", "**/*.mjs", "**/*.cjs"],
    rules: {
      complexity: ["error", { max: 10, variant: "modified" }],
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": ["error", { max: 60 }],
      "no-console": "error",
      "no-restricted-syntax": ["error", noSkips],
    },
  },
  {
    files: ["app/**", "components/**", "lib/**", "warehouse/**", "models/**", "proxy.ts"],
    ignores: ["lib/env.ts", "lib/testing/**", ...TESTS],
    rules: {
      "no-restricted-properties": ["error", { object: "process", property: "env", message: SETTINGS }],
    },
  },
  {
    files: ["components/**", "app/**"],
    extends: [reactHooks.configs.flat["recommended-latest"], query.configs["flat/recommended"]],
    // Speaks only of the React compiler, which is not used.
    rules: { "react-hooks/incompatible-library": "off" },
  },
  {
    files: ["app/api/**/route.ts"],
    ignores: ["app/api/auth/**", "app/api/health/**"],
    rules: { "no-restricted-syntax": ["error", ...routeShape] },
  },
  {
    files: TESTS,
    rules: {
      "max-lines": ["error", { max: 600 }],
      "max-lines-per-function": "off",
      "no-restricted-syntax": ["error", noSkips, noOwnMocks],
    },
  },
  {
    // Playwright reads a fixture's needs from this pattern, also when it has none.
    files: ["e2e/fixtures/**"],
    rules: { "no-empty-pattern": "off" },
  },
  {
    files: ["lib/testing/quiet-console.ts"],
    rules: { "no-console": "off" },
  },
  {
    files: ["scripts/**/*.mjs", "tools/**/*.mjs", "*.mjs", "*.cjs"],
    languageOptions: {
      globals: Object.fromEntries(
        [
          "process",
          "console",
          "URL",
          "URLSearchParams",
          "fetch",
          "setTimeout",
          "clearTimeout",
          "setInterval",
          "clearInterval",
          "WebAssembly",
          "crypto",
          "AbortSignal",
          "performance",
          "Buffer",
          "module",
          "require",
          "document",
          "requestAnimationFrame",
          "window",
        ].map((name) => [name, "readonly"]),
      ),
    },
  },
);
