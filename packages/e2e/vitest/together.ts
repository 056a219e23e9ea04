/** One installation is made and given its city; every file starts on a copy of it. */
export const together = {
  test: { globalSetup: ['src/fixtures/installed-city.ts'], maxWorkers: 2 },
};
