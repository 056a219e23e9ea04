import { defineConfig } from 'vitest/config';
import { BOTH_PROFILES } from './both-profiles.ts';

/** One file after the other: streams have the same names in every installation. */
// oxlint-disable-next-line import/no-default-export -- so vitest wants it
export default defineConfig({
  test: {
    include: [...BOTH_PROFILES],
    globalSetup: ['src/fixtures/installed-on-servers.ts'],
    fileParallelism: false,
    // The processes of the services are kept from file to file.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
