import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, openChannel } from '@lapor/contracts/grpc';
import type { GrpcChannel } from '@lapor/contracts/grpc';
import { Role } from '@lapor/contracts/common/v1/common';
import { DirectoryService } from '@lapor/contracts/directory/v1/directory_service';
import { EventsService } from '@lapor/contracts/events/v1/events';
import { createLogger } from '@lapor/runtime';
import { startDistributed } from '@lapor/runtime/distributed';
import type { RunningHost } from '@lapor/runtime';
import { freePort } from '@lapor/testing/free-port';
import { mongoUrl, natsUrl } from '@lapor/testing/servers';
import type { TestServer } from '@lapor/testing/servers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ADMIN_PASSWORD, BATAM, NATIONAL_ADMIN, NOBODY, SERVICE } from './fixtures/test-directory.ts';
import { start } from './service.ts';

let servers: readonly TestServer[];
let folder: string;
let hosts: readonly RunningHost[];
let channels: readonly GrpcChannel[];

beforeAll(async () => {
  const [mongo, nats] = await Promise.all([mongoUrl(), natsUrl()]);
  servers = [mongo, nats];
  folder = mkdtempSync(join(tmpdir(), 'lapor-replicas-'));
  mkdirSync(join(folder, 'keys'));
  writeFileSync(join(folder, 'keys', 'master.key'), `${randomBytes(32).toString('hex')}\n`);
  const url = new URL(mongo.url);
  // A database of its own: the server may have been given to us.
  url.pathname = `/replicas${randomBytes(4).toString('hex')}`;
  const replica = (address: string) =>
    startDistributed({
      service: 'directory',
      start,
      env: {
        LAPOR_MONGO_URL: url.href,
        LAPOR_NATS_URL: nats.url,
        LAPOR_KEYS: join(folder, 'keys'),
        LAPOR_FILES: join(folder, 'files'),
        LAPOR_GRPC_LISTEN: address,
        LAPOR_OPS_PORT: '0',
        LAPOR_ADMIN_PASSWORD: ADMIN_PASSWORD,
      },
      log: createLogger({ level: 'error' }),
    });
  const addresses = [`127.0.0.1:${await freePort()}`, `127.0.0.1:${await freePort()}`];
  hosts = await Promise.all(addresses.map(replica));
  channels = addresses.map((address) => openChannel({ address }));
});
afterAll(async () => {
  for (const channel of channels) channel.close();
  await Promise.all(hosts.map((host) => host.stop()));
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(folder, { recursive: true });
});

function replicas() {
  const [one, two] = channels.map((channel) => ({
    directory: createClient(DirectoryService, channel),
    events: createClient(EventsService, channel),
  }));
  if (one === undefined || two === undefined) throw new Error('there are two');
  return { one, two };
}

test('two that start together on nothing enter every agency and the admin once', async () => {
  const { one, two } = replicas();
  let agencies = 0;
  let admins = 0;
  for await (const { event } of one.events.replayEvents({}, SERVICE)) {
    if (event?.type.endsWith('.AgencyRegistered')) agencies += 1;
    if (event?.type.endsWith('.AgencyChanged')) throw new Error('nothing has changed');
    if (event?.type.endsWith('.OfficerInvited')) admins += 1;
  }
  const listed = await two.directory.listAgencies({ subtree: true, limit: 1000 });
  expect(agencies).toBe(listed.agencies.length + 1);
  expect(admins).toBe(1);
});

test('a session opened at one holds at the other, and ends there after a moment', async () => {
  const { one, two } = replicas();
  const { token } = await one.directory.createSession(
    { username: 'admin', password: ADMIN_PASSWORD },
    NOBODY,
  );
  await expect(two.directory.resolveSession({ token }, NOBODY)).resolves.toMatchObject({
    mustSetPassword: true,
  });
  await one.directory.deleteSession({ token }, NOBODY);
  const gone = () =>
    expect(two.directory.resolveSession({ token }, NOBODY)).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  await vi.waitFor(gone, { timeout: 15_000, interval: 500 });
});

test('wrong passwords at one and the other count together', async () => {
  const { one, two } = replicas();
  const tries = Array.from({ length: 12 }, (_, at) =>
    (at % 2 === 0 ? one : two).directory
      .createSession({ username: 'admin', password: 'wrong password' }, NOBODY)
      .catch((error: unknown) => (error as { code: string }).code),
  );
  const codes = await Promise.all(tries);
  expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(5);
});

test('one and the other end the last two admins at once: one stays', async () => {
  const { one, two } = replicas();
  const ended: PromiseSettledResult<unknown>[][] = [];
  for (let round = 0; round < 10; round += 1) {
    const enter = async (name: string) => {
      const username = `admin.${name}.${round}`;
      const person = { username, name, role: Role.AGENCY_ADMIN, agencyId: BATAM, reason: 'SK 1/2020' };
      return (await one.directory.inviteOfficer(person, NATIONAL_ADMIN)).officer?.officerId ?? '';
    };
    const stays = await admins();
    const [first, second] = [await enter('satu'), await enter('dua')];
    for (const officerId of stays)
      await one.directory.replaceOfficer({ officerId, reason: 'SK 2/2020' }, NATIONAL_ADMIN);
    ended.push(
      await Promise.allSettled([
        one.directory.replaceOfficer({ officerId: first, reason: 'SK 3/2020' }, NATIONAL_ADMIN),
        two.directory.replaceOfficer({ officerId: second, reason: 'SK 3/2020' }, NATIONAL_ADMIN),
      ]),
    );
    expect(await admins(), `round ${round}`).toHaveLength(1);
  }
  for (const both of ended) {
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'illegal' } });
  }

  async function admins(): Promise<readonly string[]> {
    const { officers } = await two.directory.listOfficers({ agencyId: BATAM }, SERVICE);
    return officers
      .filter(
        ({ role, status, agencyId }) =>
          role === Role.AGENCY_ADMIN && status !== 'deactivated' && agencyId === BATAM,
      )
      .map(({ officerId }) => officerId);
  }
});

test('what one has brought in the other finds: at once by id, after a moment in its tables', async () => {
  const { one, two } = replicas();
  const request = {
    areaCode: '21.71',
    unitsCsv: 'key,name,kind\ndlh,Dinas Lingkungan Hidup,unit\n',
    officersCsv: 'username,name,role,unit_key\ndlh.batam,Yoga,liaison,dlh\nadmin.batam,Intan,agency_admin,\n',
    competenceCsv: 'unit_key,category,valid_from\ndlh,sampah,2020-01-01\n',
    reason: 'Perwali 1/2020',
  };
  expect(await one.directory.importGovernment(request, NATIONAL_ADMIN)).toMatchObject({
    unitsAdded: 1,
    rulesAdded: 1,
  });
  const { agency } = await two.directory.getAgency({ agencyId: BATAM });
  expect(agency).toMatchObject({ onboarded: true });
  const found = async () =>
    expect(
      await two.directory.resolveCompetence({ areaCode: '21.71', categoryCode: 'sampah' }),
    ).toMatchObject({
      via: 'competence',
      agency: { name: 'Dinas Lingkungan Hidup' },
    });
  await vi.waitFor(found, { timeout: 10_000, interval: 200 });
  const { officers } = await two.directory.listOfficers({ agencyId: BATAM }, SERVICE);
  expect(new Set(officers.map(({ role }) => role))).toEqual(new Set([Role.AGENCY_ADMIN, Role.LIAISON]));
  expect(await two.directory.importGovernment(request, NATIONAL_ADMIN)).toMatchObject({
    unitsAdded: 0,
    officersAdded: 0,
    rulesAdded: 0,
  });
});

test('one asks for four eyes while the other ends whoever releases last: where they are asked for, somebody releases', async () => {
  const { one, two } = replicas();
  const wanted = { reason: 'SK 4/2020' };
  for (let round = 0; round < 10; round += 1) {
    const office = { parentId: BATAM, name: `Kantor ${round}`, kind: 'unit', key: `kantor-${round}` };
    const { agency } = await one.directory.changeAgency(
      { ...wanted, change: { case: 'register', value: office } },
      NATIONAL_ADMIN,
    );
    const agencyId = agency?.agencyId ?? '';
    const person = { username: `penyelia.${round}`, name: 'Penyelia', role: Role.SUPERVISOR, agencyId };
    const { officer } = await one.directory.inviteOfficer({ ...person, ...wanted }, NATIONAL_ADMIN);
    const both = await Promise.allSettled([
      one.directory.changeAgency(
        { ...wanted, change: { case: 'fourEyes', value: { agencyId, wanted: true } } },
        NATIONAL_ADMIN,
      ),
      two.directory.replaceOfficer({ officerId: officer?.officerId ?? '', ...wanted }, NATIONAL_ADMIN),
    ]);
    expect(both.map(({ status }) => status).toSorted(), `round ${round}`).toEqual(['fulfilled', 'rejected']);
    const { agency: after } = await two.directory.getAgency({ agencyId });
    // In the tree that the other looks at the office comes after a moment.
    const { officers } = await one.directory.listOfficers({ agencyId, presentOnly: true }, SERVICE);
    expect(officers.length > 0, `round ${round}`).toBe(after?.fourEyes);
  }
});
