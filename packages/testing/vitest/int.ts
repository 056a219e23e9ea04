import { defineConfig } from 'vitest/config';

/** Tests against real servers (mongod, nats-server, containers): run by `npm run test:int`. */
export default defineConfig({
  test: {
    include: ['src/**/*.int.test.ts'],
    passWithNoTests: true,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
});
