/** Lint, and the house's table of who may import whom (docs/architecture.md) as data. */
import { defineConfig } from 'oxlint';
import { doors } from './server/doors.ts';

const everyDomain = Object.keys(doors);
const relativeToOthers = (own: string) => everyDomain.filter((name) => name !== own).flatMap((name) => [`**/${name}/**`, `../${name}`]);

const deep = { group: everyDomain.map((name) => `#${name}/*`), message: 'A domain is entered by its doors only.' };
const oneSql = { name: 'drizzle-orm', message: 'Queries are written with #platform/sql, which says why.' };
const lowLevel = ['#wiring', '#routes/*', '#jobs/*'];

const domainRules = everyDomain.map((name) => ({
  files: [`server/src/${name}/**/*.ts`],
  excludeFiles: ['**/*.test.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: [oneSql],
        patterns: [
          deep,
          {
            group: everyDomain.filter((other) => other !== name && !doors[name]!.includes(other)).flatMap((other) => [`#${other}`, `#tables/${other}`]),
            message: `${name} may only use: ${doors[name]!.join(', ') || 'no other domain'}.`,
          },
          { group: lowLevel, message: 'Routes and jobs are opened by wiring and roles only.' },
          { group: relativeToOthers(name), message: 'Other domains are entered by their doors.' },
        ],
      },
    ],
  },
}));

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'node'],
  categories: { correctness: 'error' },
  ignorePatterns: ['**/dist/**', '**/node_modules/**', 'data/**'],
  rules: {
    'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
    'no-console': 'error',
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    'no-restricted-globals': ['error', { name: 'fetch', message: 'Outside addresses are opened only through platform/egress.' }],
    'node/no-process-env': 'error',
    'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
    'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    'max-params': ['error', { max: 4 }],
    'max-depth': ['error', 4],
    complexity: ['error', 12],
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/no-redundant-type-constituents': 'off',
    'typescript/unbound-method': 'off',
    'typescript/no-base-to-string': 'off',
    // Texts are taken apart by code point on purpose.
    'typescript/no-misused-spread': 'off',
    'typescript/require-array-sort-compare': 'off',
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'unicorn/filename-case': ['error', { case: 'kebabCase' }],
  },
  overrides: [
    { files: ['server/src/**/*.ts'], rules: { 'no-restricted-imports': ['error', { paths: [oneSql] }] } },
    ...domainRules,
    {
      files: ['server/src/platform/**/*.ts', 'server/src/contract/**/*.ts'],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            paths: [oneSql],
            patterns: [
              {
                group: everyDomain.flatMap((name) => [`#${name}`, `#tables/${name}`, `../${name}/*`, `../../${name}/*`]),
                message: 'Platform and contract know no domain.',
              },
            ],
          },
        ],
      },
    },
    {
      files: ['**/*.test.ts', '**/*.test.tsx', '**/*.contract.ts', 'server/test/**'],
      rules: {
        'max-lines': ['error', { max: 600 }],
        'max-lines-per-function': 'off',
        'node/no-process-env': 'off',
        'no-restricted-globals': 'off',
        complexity: 'off',
      },
    },
    {
      files: ['**/*.config.ts', 'server/src/config.ts', 'scripts/**', 'bench/**', 'emulators/**'],
      rules: { 'import/no-default-export': 'off', 'node/no-process-env': 'off', 'no-console': 'off', 'no-restricted-globals': 'off' },
    },
    { files: ['server/src/platform/sql.ts'], rules: { 'no-restricted-imports': 'off' } },
    // A list of routes is long without being complicated.
    { files: ['server/src/**/{routes,*-routes}.ts'], rules: { 'max-lines-per-function': 'off' } },
    // Mark-up with its conditions is longer than logic; a component is split when it has two reasons to change.
    {
      files: ['web/**/*.tsx'],
      rules: { 'max-lines-per-function': ['error', { max: 100, skipBlankLines: true, skipComments: true }], complexity: ['error', 18] },
    },
    { files: ['web/dev/**', 'web/scripts/**'], rules: { complexity: ['error', 30], 'max-params': ['error', { max: 5 }], 'no-console': 'off' } },
    { files: ['web/**'], rules: { 'no-restricted-globals': 'off', 'node/no-process-env': 'off' } },
  ],
});
