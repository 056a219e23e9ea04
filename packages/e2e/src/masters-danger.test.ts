import type { Receipt } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, followUp } from './builders.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';
import { until } from './until.ts';

// A live cable does not wait because somebody found that it was told of twice.

const MINUTE = 60_000;
let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const file = (body: string, danger: boolean): Promise<Receipt> =>
  city.file(aboutARoad({ body, danger }), { prefer: 'wait=5' });

describe('danger that follows another case', () => {
  test('is told to whoever has that one, with what is left of its two hours, and goes where it goes', async () => {
    const [roads, admin] = await Promise.all([city.as('roads'), city.as('cityAdmin')]);
    const master = await file('Lampu jalan di depan pasar padam sejak Senin.', false);
    await roads.do(master.trackingId, followUp());
    const danger = await file('Kabel lampu jalan di depan pasar putus dan berpercik.', true);
    const due = (await roads.view(danger.trackingId)).due.urgentDueAt;
    expect(due).toBeDefined();

    await city.moveClock(30 * MINUTE);
    const [roadsNow, adminNow] = await Promise.all([city.as('roads'), city.as('cityAdmin')]);
    await adminNow.do(danger.trackingId, { command: 'merge', masterId: master.trackingId });
    await city.mailbox.waitFor('petugas.pu@kota.example', 'ada bahaya');
    const leading = await roadsNow.view(master.trackingId);
    expect(leading).toMatchObject({ danger: true, due: { urgentDueAt: due } });

    await city.moveClock(100 * MINUTE);
    const late = await (await city.as('roads')).view(master.trackingId);
    expect(late.clocks.find(({ name }) => name === 'urgent')).toMatchObject({ missed: true });
    await city.mailbox.waitFor('petugas.pu@kota.example', 'terlampaui');

    // It was another matter: there it is dangerous, here it is not.
    await (await city.as('cityAdmin')).do(danger.trackingId, { command: 'unmerge' });
    const again = await until(
      async () => {
        const view = await (await city.as('roads')).view(master.trackingId);
        return view.danger ? undefined : view;
      },
      () => 'it is still called dangerous',
    );
    expect(again.due).not.toHaveProperty('urgentDueAt');
    expect(await admin.view(danger.trackingId)).toMatchObject({
      danger: true,
    });
  });
});
