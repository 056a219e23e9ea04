import type { OfficerCommand } from '@lapor/portal';
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
        code: expect.stringMatching(/^(conflict|illegal)$/),
        caseStatus: 'assigned',
        legal: expect.arrayContaining(['dispose', 'reclassify', 'note']) as string[],
      },
    });
  const { timeline } = await admin.view(trackingId);
  expect(timeline.filter(({ type }) => type === 'CaseDisposed')).toHaveLength(1);
});

test('who sets a case aside while it is being passed on is told so; whoever comes after that decides in sight of it', async () => {
  const admin = await city.as('cityAdmin');
  const archive: OfficerCommand = { command: 'archive', reason: 'too_vague', text: 'Tidak jelas letaknya.' };
  const refused: string[] = [];
  for (let round = 0; round < 6; round += 1) {
    const { trackingId } = await city.file(forTriage({ body: `Lubang di gang nomor ${round}` }));
    const [passedOn, setAside] = await Promise.all([
      admin.try(trackingId, { command: 'dispose', agencyId: agencyId('roads') }),
      admin.try(trackingId, archive),
    ]);
    const { status } = await admin.view(trackingId);
    if (setAside.status === 200) {
      expect(status).toBe('archived');
      continue;
    }
    expect(passedOn.status).toBe(200);
    expect({ ...setAside, now: status }).toMatchObject({
      status: 409,
      json: { code: 'conflict', caseStatus: 'assigned', caseVersion: expect.any(Number) as number },
      now: 'assigned',
    });
    refused.push(trackingId);
  }
  // How often they meet is chance; on one machine they nearly always do.
  const [met] = refused;
  expect(met).toBeDefined();
  expect((await admin.try(met!, archive)).status).toBe(200);
});
