/**
 * One installation is made and given its city; every file starts on a copy of it. Whole processes start and stop here:
 * on a busy machine that takes its time.
 */
export const together = {
  test: {
    globalSetup: ['src/fixtures/installed-city.ts'],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
};
