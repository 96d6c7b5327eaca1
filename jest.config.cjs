/** swc compiles the tests to CommonJS; types are checked by `npm run check`. */
module.exports = {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/tools/test-build.mjs',
  roots: ['<rootDir>/src', '<rootDir>/grammar', '<rootDir>/conformance', '<rootDir>/tools'],
  testMatch: ['**/*.test.ts'],
  // The dependencies that are ESM only.
  transform: { '\\.ts$|get-east-asian-width|magic-string': '@swc/jest' },
  transformIgnorePatterns: ['/node_modules/(?!(get-east-asian-width|magic-string)/)'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testTimeout: 20000,
};
