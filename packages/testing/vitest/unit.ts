import { defineConfig } from 'vitest/config';

/** Tests that need no server: run by `npm test`. */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    exclude: ['**/*.int.test.ts', '**/node_modules/**'],
    passWithNoTests: true,
    // What the files import is the same: read once. Nothing here changes what is global.
    isolate: false,
    // Far more than they need: a machine may be busy with something else.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
