import tseslint from 'typescript-eslint';
import { computedKeys } from './tools/lint/computed-keys.mjs';

export default tseslint.config(
  { ignores: ['dist/', '.build/', 'node_modules/', 'coverage/', 'examples/', 'conformance/cases/', 'tools/', 'spec/', '*.config.*'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/no-implied-eval': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-expressions': ['error', { allowShortCircuit: true, allowTernary: true }],
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-restricted-globals': ['error', 'WebAssembly'],
      'no-restricted-imports': ['error', { paths: ['vm', 'node:vm'] }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'name what you export' },
        { selector: "MemberExpression[property.name='__proto__']", message: 'prototypes are nobody’s business' },
      ],
    },
  },
  // V8's collector, which no script comes near.
  { files: ['src/net/engine.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['src/language/**/*.ts', 'src/host/**/*.ts'],
    ignores: ['**/*.test.ts'],
    plugins: { pipyjs: { rules: { 'computed-keys': computedKeys } } },
    rules: { 'pipyjs/computed-keys': 'error' },
  },
  // Tests hold what we do against what V8 does.
  { files: ['**/*.test.ts'], rules: { 'no-restricted-imports': 'off' } },
);
