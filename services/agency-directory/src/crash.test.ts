import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient, openChannel } from '@lapor/contracts/grpc';
import { DirectoryService } from '@lapor/contracts/directory/v1/directory_service';
import { EventsService } from '@lapor/contracts/events/v1/events';
import { agencyIdFor, systemClock } from '@lapor/kernel';
import { createLogger, hostAll } from '@lapor/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BATAM, NATIONAL_ADMIN, SERVICE } from './fixtures/test-directory.ts';
import { loadDemoGovernments } from './reference/load-demo.ts';
import { start } from './service.ts';

const script = new URL('./fixtures/import-until-killed.ts', import.meta.url).pathname;
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lapor-crash-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts the process on the folder, and kills it with -9 when it has written so many events of this type. */
async function killAfter(events: number, told: string, request: object): Promise<void> {
  writeFileSync(join(folder, 'request.json'), JSON.stringify(request));
  const child = spawn(process.execPath, [script, folder, told], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  let written = 0;
  for await (const _line of createInterface({ input: child.stdout })) {
    written += 1;
    if (written === events) child.kill('SIGKILL');
  }
  await exit;
  expect(child.signalCode).toBe('SIGKILL');
}

async function startDirectory() {
  const host = await hostAll({
    services: { directory: start },
    dataFolder: join(folder, 'data'),
    keysFolder: join(folder, 'keys'),
    env: {},
    clock: systemClock,
    log: createLogger({ level: 'silent' }),
  });
  const channel = openChannel({ address: host.address('directory') });
  return {
    directory: createClient(DirectoryService, channel),
    events: createClient(EventsService, channel),
    stop: async (): Promise<void> => {
      channel.close();
      await host.stop();
    },
  };
}

const [city] = loadDemoGovernments();
const { units = '', officers = '', competence = '' } = city?.texts ?? {};
const request = {
  areaCode: '21.71',
  unitsCsv: units,
  officersCsv: officers,
  competenceCsv: competence,
  reason: 'Perwali 1/2020',
};

it(
  'an import that is killed is finished by the next, nobody twice and nobody lost',
  { timeout: 180_000 },
  async () => {
    // Officers are written in groups, so a kill takes effect some dozens later.
    for (const written of [1, 2]) await killAfter(written, 'OfficerInvited', request);
    const { directory, events, stop } = await startDirectory();
    const wanted = officers.trim().split('\n').length - 1;
    const wantedUnits = units.trim().split('\n').length - 1;

    const reason = 'Perwali 1/2020, sekali lagi';
    const result = await directory.importGovernment({ ...request, reason }, NATIONAL_ADMIN);
    expect(result.issues).toEqual([]);
    expect(result.officersAdded).toBeLessThanOrEqual(wanted - 3);
    const { officers: there } = await directory.listOfficers({ agencyId: BATAM }, SERVICE);
    expect(there).toHaveLength(wanted);
    expect(new Set(there.map(({ username }) => username)).size).toBe(wanted);
    for (const { name } of there) expect(name).not.toBe('');
    const { agencies } = await directory.listAgencies({ parentId: BATAM, subtree: true, limit: 1000 });
    expect(agencies).toHaveLength(wantedUnits);

    let invited = 0;
    for await (const { event } of events.replayEvents({}, SERVICE)) {
      if (event?.type === 'lapor.directory.v1.OfficerInvited') invited += 1;
    }
    expect(invited).toBe(wanted);
    await stop();
  },
);

it(
  'a unit whose officers an import that was killed did not come to gets no cases once the next has run',
  { timeout: 180_000 },
  async () => {
    const keys = Array.from({ length: 400 }, (_, at) => `unit-${at}`);
    const units = ['key,name,kind', ...keys.map((key) => `${key},Dinas ${key},unit`)].join('\n');
    const lines = keys.map((key) => `petugas.${key},Somebody,liaison,${key},,`);
    const files = { areaCode: '21.72', unitsCsv: units, reason: 'Perwali 2/2020' };
    const officersCsv = ['username,name,role,unit_key,email,phone', ...lines].join('\n');
    // Once the seed is there the first agencies that are written are those of the files.
    await (await startDirectory()).stop();
    await killAfter(1, 'AgencyRegistered', { ...files, officersCsv });
    const { directory, stop } = await startDirectory();
    const entered = async () => {
      const parentId = agencyIdFor('21.72');
      const { agencies } = await directory.listAgencies({ parentId, limit: 1_000 });
      return agencies.map(({ onboarded }) => onboarded);
    };
    expect(await entered()).toContain(true);
    // Somebody thinks better of it, and brings the units alone.
    expect((await directory.importGovernment(files, NATIONAL_ADMIN)).issues).toEqual([]);
    expect(new Set(await entered())).toEqual(new Set([false]));
    await stop();
  },
);
