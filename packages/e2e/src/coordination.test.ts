import type { OfficerCommand } from '@lapor/portal';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { aboutARoad, aboutTheClinic } from './builders.ts';
import { agencyId } from './city.ts';
import { openCity } from './city-at-work.ts';
import type { CityAtWork } from './city-at-work.ts';

// Officers rotate, and cases belong to several offices: what they say among themselves stays with the case.

let city: CityAtWork;
beforeAll(async () => {
  city = await openCity(inject('installedCity'));
});
afterAll(() => city.close());

const QUESTION = 'Pipa di bawah jalan ini milik siapa menurut Dinkes?';
const ANSWER = 'Pipa limbah puskesmas, sudah tercatat di denah kami.';
const INSIDE = 'Catatan dalam: pelapor sudah dua kali menelepon kantor.';
const note = (text: string, to?: 'roads' | 'health' | 'clinic'): OfficerCommand => ({
  command: 'note',
  text,
  ...(to === undefined ? {} : { toAgencyId: agencyId(to) }),
});

describe('coordination between agencies', () => {
  test('a question to another office is told there, answered there, and seen by nobody else (pain 4)', async () => {
    const [roads, health, clinic, admin] = await Promise.all(
      (['roads', 'health', 'clinic', 'cityAdmin'] as const).map((name) => city.as(name)),
    );
    const receipt = await city.file(aboutARoad(), { prefer: 'wait=5' });
    const id = receipt.trackingId;
    await roads?.do(id, note(INSIDE));
    await roads?.do(id, note(QUESTION, 'health'));

    await city.mailbox.waitFor('petugas.dinkes@kota.example', 'ada pesan untuk Anda');
    expect((await health?.inbox('addressed=true'))?.map((item) => item.id)).toContain(id);
    const there = await health?.view(id);
    expect(there?.timeline.filter(({ type }) => type === 'CaseNoteAdded')).toMatchObject([
      { text: QUESTION },
    ]);
    expect(JSON.stringify(there)).not.toContain('Lubang besar');
    expect(there?.legal).toEqual(['note']);
    await health?.do(id, note(ANSWER));
    await city.mailbox.waitFor('petugas.pu@kota.example', 'ada pesan untuk Anda');

    for (const inside of [roads, admin]) {
      const texts = (await inside?.view(id))?.timeline.map(({ text }) => text);
      expect(texts).toEqual(expect.arrayContaining([INSIDE, QUESTION, ANSWER]));
    }
    const others = [
      await clinic?.get(`/api/v1/cases/${id}`),
      await city.platform.request('GET', `/api/v1/complaints/${id}`),
      await city.platform.request('GET', `/api/v1/complaints/${id}`, { accessCode: receipt.accessCode }),
    ];
    for (const seen of others) {
      expect(seen?.status).toBe(200);
      for (const text of [INSIDE, QUESTION, ANSWER, 'CaseNoteAdded']) expect(seen?.text).not.toContain(text);
    }
    expect(city.platform.said()).not.toContain(QUESTION);
  });

  test('on a case about people in an office nothing goes elsewhere, and that office finds no thread', async () => {
    const [inspectorate, clinic] = await Promise.all([city.as('inspector'), city.as('clinic')]);
    const { trackingId: id } = await city.file(
      aboutTheClinic({ aboutOfficial: true, agency: agencyId('clinic') }),
      { prefer: 'wait=5' },
    );
    await inspectorate.do(id, note(INSIDE));
    expect((await inspectorate.try(id, note(QUESTION, 'clinic'))).status).toBe(400);
    expect((await inspectorate.try(id, note(QUESTION, 'roads'))).status).toBe(400);
    expect((await clinic.get(`/api/v1/cases/${id}`)).status).toBe(404);
    expect((await clinic.try(id, note(ANSWER))).status).toBe(404);
  });
});
