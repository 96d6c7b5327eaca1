/** swc compiles the tests to CommonJS; types are checked by `npm run check`. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/grammar', '<rootDir>/conformance', '<rootDir>/tools'],
  testMatch: ['**/*.test.ts'],
  transform: { '\\.ts$': '@swc/jest' },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testTimeout: 20000,
};
