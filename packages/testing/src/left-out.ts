import { globSync } from 'node:fs';

/** Says in one line what `npm test` did not run: tests that need servers, a browser or minutes, on which it must not depend. */
const root = new URL('../../..', import.meta.url).pathname;
const suites = globSync('{packages,services,deploy}/*/src/**/*.int.test.ts', { cwd: root }).sort();
const places = [...new Set(suites.map((path) => path.split('/').slice(0, 2).join('/')))];

console.log(
  suites.length === 0
    ? 'Nothing was left out.'
    : `Left out: ${suites.length} suites that need real servers, a browser or minutes (${places.join(', ')}). ` +
        'Run them with: npm run test:int (needs LAPOR_TEST_MONGO_URL and LAPOR_TEST_NATS_URL, or Docker; Chromium).',
);
