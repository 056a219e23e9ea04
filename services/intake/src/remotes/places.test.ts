import { createClient, LocalServer, localChannel } from '@lapor/contracts/grpc';
import { DirectoryService } from '@lapor/contracts/directory/v1/directory_service';
import type { ServiceImplementation } from '@lapor/contracts';
import { AppError } from '@lapor/kernel';
import { expect, test } from 'vitest';
import { createPlaces } from './places.ts';
import type { Places } from './places.ts';

const BATAM = { agencyId: '06H2', name: 'Pemerintah Kota Batam' };

/** What it is asked over gRPC, and a switch to take it away. */
function directory() {
  let away = false;
  const answer = <Value>(value: Value) =>
    away ? Promise.reject(new AppError('unavailable', 'away')) : Promise.resolve(value);
  const server = new LocalServer();
  const calls: Partial<ServiceImplementation<typeof DirectoryService>> = {
    getArea: ({ code }) => answer({ area: { code, fullName: 'Kota Batam, Kepulauan Riau' } }),
    getAgency: ({ agencyId }) =>
      agencyId === BATAM.agencyId
        ? answer({ agency: BATAM })
        : Promise.reject(new AppError('not_found', 'none')),
    listCategories: () => answer({ categories: [{ code: 'sampah', nameId: 'Sampah', nameEn: 'Waste' }] }),
  };
  server.add(DirectoryService, calls as ServiceImplementation<typeof DirectoryService>);
  server.open();
  return {
    client: createClient(DirectoryService, localChannel(server)),
    leave: () => void (away = true),
  };
}

test('while the directory is away, names are those it gave last; what it never named is marked as no name', async () => {
  let now = 0;
  const { client, leave } = directory();
  const known = createPlaces(client, () => now);
  const fresh = createPlaces(client, () => now);
  const named = async (places: Places) => [
    await places.nameArea('21.71'),
    (await places.nameAgencies([BATAM.agencyId])).get(BATAM.agencyId),
    await places.nameCategory('sampah'),
  ];
  const names = [
    { code: '21.71', name: 'Kota Batam, Kepulauan Riau' },
    { code: '06H2', name: 'Pemerintah Kota Batam' },
    { code: 'sampah', name: 'Sampah', nameEn: 'Waste' },
  ];
  expect(await named(known)).toEqual(names);
  leave();
  now = 3_600_000;
  expect(await named(known)).toEqual(names);
  expect(await named(fresh)).toEqual(names.map(({ code }) => ({ code, name: code, unnamed: true })));
});

test('what the directory says there is none of has no other name than its code, and that is no fault', async () => {
  const { client } = directory();
  const places = createPlaces(client);
  expect((await places.nameAgencies(['nobody'])).get('nobody')).toEqual({ code: 'nobody', name: 'nobody' });
  expect(await places.nameCategory('nothing')).toEqual({ code: 'nothing', name: 'nothing' });
});
