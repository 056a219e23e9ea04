import { inject } from 'vitest';
import { agencySystemsSuite } from './agency-systems-suite.ts';
import { freePort, startPlatform } from './platform.ts';

agencySystemsSuite('systems of agencies, in one process', async () => {
  const door = `127.0.0.1:${await freePort()}`;
  const platform = await startPlatform({
    copyOf: inject('installedCity'),
    env: { LAPOR_AGENCY_LISTEN: door },
  });
  return {
    door,
    request: (...asked) => platform.request(...asked),
    stop: () => platform.remove(),
  };
});
