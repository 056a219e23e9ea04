import { freePort } from '@lapor/testing/free-port';
import { expect, inject, test } from 'vitest';
import { agencySystemsSuite } from './agency-systems-suite.ts';
import type { AgencyCity } from './agency-systems-suite.ts';
import { agencyId } from './city.ts';
import { agencySystem } from './fixtures/agency-systems.ts';
import { startPlatform } from './start-platform.ts';
import type { Platform } from './platform.ts';

let platform: Platform;
let door: string;

agencySystemsSuite(
  'systems of agencies, in one process',
  async () => {
    door = `127.0.0.1:${await freePort()}`;
    platform = await startPlatform({
      copyOf: inject('installedCity'),
      env: { LAPOR_AGENCY_LISTEN: door },
    });
    return {
      door,
      request: (...asked) => platform.request(...asked),
      stop: () => platform.remove(),
    };
  },
  { more: throughKills },
);

const KILLS = 3;
const EACH_ROUND = 8;

function throughKills({ createKey, file }: AgencyCity): void {
  test('through kills nothing is lost: each case comes whole and in order to who goes on where it was', async () => {
    const { key } = await createKey(agencyId('city'));
    const system = agencySystem(door, key);
    const filed: string[] = [];
    /** By case what came, each event once. */
    const came = new Map<string, Map<string, number>>();
    let resumeToken = '';
    for (let round = 0; round <= KILLS; round += 1) {
      const watched = system.watch(resumeToken);
      const filing = Array.from({ length: EACH_ROUND }, async () => {
        // One whose answer did not come is the reporter's to send again: what was answered must be there.
        const caseId = await file().catch(() => undefined);
        if (caseId !== undefined) filed.push(caseId);
      });
      if (round < KILLS) {
        await Promise.race(filing);
        await platform.kill9();
        await Promise.all(filing);
        await platform.start();
        // One that the kill met before it was answered has been waiting for the door to open again.
        await watched.stop();
        expect(watched.failure()?.code ?? 'unavailable').toBe('unavailable');
      } else {
        await Promise.all(filing);
        for (const caseId of filed) {
          if (!came.has(caseId)) await watched.got(caseId, 'CaseDisposed 2');
        }
        await watched.stop();
      }
      for (const { caseId, id, feedSeq } of watched.events)
        came.set(caseId, (came.get(caseId) ?? new Map<string, number>()).set(id, feedSeq));
      resumeToken = watched.events.at(-1)?.resumeToken ?? resumeToken;
    }
    system.close();
    expect(filed.length).toBeGreaterThan(EACH_ROUND);
    for (const caseId of filed) expect([...(came.get(caseId)?.values() ?? [])]).toEqual([1, 2]);
  });
}
