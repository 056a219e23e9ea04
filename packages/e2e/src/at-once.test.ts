import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { forTriage } from './builders.ts';
import { agencyId } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

// Several people decide on one case at once, none of them saying which version they have seen.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

test('of three who give it away one does, and the others learn where it stands and what can be done now', async () => {
  const { trackingId } = await city.file(forTriage());
  const admin = await city.as('cityAdmin');
  const answers = await Promise.all(
    (['roads', 'health', 'inspectorate'] as const).map((name) =>
      admin.try(trackingId, { command: 'dispose', agencyId: agencyId(name) }),
    ),
  );
  const late = answers.filter(({ status }) => status !== 200);
  expect(late).toHaveLength(2);
  for (const each of late)
    expect(each).toMatchObject({
      status: 409,
      json: {
        code: 'illegal',
        caseStatus: 'assigned',
        legal: expect.arrayContaining(['dispose', 'reclassify', 'note']) as string[],
        issues: [{ field: 'agencyId' }],
      },
    });
  const { timeline } = await admin.view(trackingId);
  expect(timeline.filter(({ type }) => type === 'CaseDisposed')).toHaveLength(1);
});
