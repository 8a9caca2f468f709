// What can be judged without types; what promises do, oxlint.json judges by them, in an eighth of the time.
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', 'data/**', '**/*.generated.*'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Mail is full of control characters that have to be named.
      'no-control-regex': 'off',
      'no-console': ['error', { allow: ['error', 'warn'] }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'settings are read in libs/runtime/src/config only' },
      ],
    },
  },
  {
    // What people read stands in the words of each language.
    files: ['apps/console/**/*.tsx', 'apps/portal/**/*.tsx', 'libs/page-kit/**/*.tsx'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: 'JSXText[value=/\\p{L}{2}/u]', message: 'put it into the words of each language' },
        {
          selector: 'JSXAttribute[name.name=/^(title|label|placeholder|alt|about|hint|caption|aria-label)$/] > Literal[value=/\\p{L}{2}/u]',
          message: 'put it into the words of each language',
        },
      ],
    },
  },
  { files: ['libs/runtime/src/config/**', 'test/**', '**/*.spec.ts'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['apps/tools/**', 'test/**', 'apps/*/src/main.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        module: 'readonly',
        require: 'readonly',
      },
    },
  },
);
