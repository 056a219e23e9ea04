import { EventsService } from '@lapor/contracts/events/v1/events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BATAM, NOBODY, ROOT, SERVICE, startTestDirectory } from './fixtures/test-directory.ts';
import type { TestDirectory } from './fixtures/test-directory.ts';

let test: TestDirectory;
beforeAll(async () => {
  test = await startTestDirectory();
});
afterAll(() => test.platform.stop());

describe('the first start', () => {
  it('brings the government of the country', async () => {
    const { agencies } = await test.directory.listAgencies({ subtree: true, limit: 1000 }, NOBODY);
    const kinds = Map.groupBy(agencies, ({ kind }) => kind);
    expect(kinds.get('province')).toHaveLength(38);
    expect((kinds.get('regency')?.length ?? 0) + (kinds.get('city')?.length ?? 0)).toBe(514);
    expect(kinds.get('ministry')?.length).toBeGreaterThan(40);
  });

  it('has published every agency once', async () => {
    const events = test.platform.client('directory', EventsService);
    const { events: ofBatam } = await events.getEvents({ aggregateId: BATAM, fromPubSeq: 1 }, SERVICE);
    expect(ofBatam).toMatchObject([
      { type: 'lapor.directory.v1.AgencyRegistered', aggregateId: BATAM, pubSeq: 1 },
    ]);
    expect(JSON.parse(ofBatam[0]?.body ?? '')).toMatchObject({
      agency: { agencyId: BATAM, name: 'Pemerintah Kota Batam', areaCode: '21.71' },
    });
    let registered = 0;
    for await (const { event } of events.replayEvents({}, SERVICE)) {
      if (event?.type === 'lapor.directory.v1.AgencyRegistered') registered += 1;
    }
    const { agencies } = await test.directory.listAgencies({ subtree: true, limit: 1000 }, NOBODY);
    expect(registered).toBe(agencies.length + 1);
  });

  it('is the only one that writes', async () => {
    await test.platform.restart();
    const events = test.platform.client('directory', EventsService);
    const { events: ofBatam } = await events.getEvents({ aggregateId: BATAM, fromPubSeq: 1 }, SERVICE);
    expect(ofBatam).toHaveLength(1);
    const { agencies } = await test.directory.listAgencies({ text: 'kota batam' }, NOBODY);
    expect(agencies[0]).toMatchObject({ agencyId: BATAM });
  });
});

describe('areas', () => {
  it('are found as people write them, and shown with what they lie in', async () => {
    const { areas } = await test.directory.searchAreas({ text: 'kel. baloi permai batam', limit: 3 });
    expect(areas[0]).toMatchObject({
      level: 'village',
      name: 'Baloi Permai',
      fullName: 'Kel. Baloi Permai, Kec. Batam Kota, Kota Batam, Kepulauan Riau',
    });
    const { ancestors } = await test.directory.getArea({ code: areas[0]?.code ?? '' });
    expect(ancestors.map(({ level }) => level)).toEqual(['province', 'regency', 'district', 'village']);
    expect((await test.directory.listAreas({})).areas).toHaveLength(38);
    expect((await test.directory.listAreas({ parentCode: '21' })).areas).toHaveLength(7);
    const inside = await test.directory.searchAreas({ text: 'batam', within: '21.71', level: 'district' });
    for (const { code } of inside.areas) expect(code).toMatch(/^21\.71\.\d\d$/);
  });

  it.each([
    ['an unknown code', () => test.directory.getArea({ code: '99.99' }), 'not_found'],
    ['an unknown level', () => test.directory.searchAreas({ text: 'x', level: 'planet' }), 'invalid'],
    ['a very long text', () => test.directory.searchAreas({ text: 'x'.repeat(201) }), 'invalid'],
    ['an area code that is none', () => test.directory.listAgencies({ areaCode: 'Batam' }), 'invalid'],
    ['an unknown agency', () => test.directory.getAgency({ agencyId: 'nobody' }), 'not_found'],
    ['no agency', () => test.directory.getAgency({}), 'not_found'],
  ])('refuse %s', (_what, call, code) => expect(call()).rejects.toMatchObject({ code }));
});

describe('agencies', () => {
  it('are listed by parent, by area and by id', async () => {
    const { agencies: top } = await test.directory.listAgencies({ limit: 1000 });
    expect(top.every(({ parentId }) => parentId === ROOT)).toBe(true);
    const { agencies: here } = await test.directory.listAgencies({ areaCode: '2171' });
    expect(here.map(({ agencyId }) => agencyId)).toEqual([BATAM]);
    expect((await test.directory.listAgencies({ areaCode: '2171', onboardedOnly: true })).agencies).toEqual(
      [],
    );
    const { agencies } = await test.directory.getAgencies({ agencyIds: [BATAM, 'nobody', BATAM, ROOT] });
    expect(agencies.map(({ agencyId }) => agencyId)).toEqual([BATAM, ROOT]);
    expect((await test.directory.listAgencies({ parentId: 'nobody' })).agencies).toEqual([]);
  });
});

describe('competence', () => {
  it('goes to triage, saying why, as long as nobody has come on board', async () => {
    const found = await test.directory.resolveCompetence({ areaCode: '21.71', categoryCode: 'jalan-rusak' });
    expect(found).toMatchObject({ via: '', triageReason: 'no_rule', admin: { agencyId: ROOT } });
    expect(found.agency).toBeUndefined();
    const declared = await test.directory.resolveCompetence({ declaredAgencyId: BATAM });
    expect(declared).toMatchObject({ triageReason: 'not_on_platform', admin: { agencyId: ROOT } });
  });

  it('knows the categories, groups before their leaves', async () => {
    const { categories } = await test.directory.listCategories({});
    const seen = new Set(['']);
    for (const { code, parentCode } of categories) {
      expect(seen).toContain(parentCode);
      seen.add(code);
    }
    expect(categories.find(({ code }) => code === 'kabel-bahaya')).toMatchObject({ danger: true });
  });
});

describe('calendars', () => {
  it.each([
    ['21.71', 'Asia/Jakarta'],
    ['51.71', 'Asia/Makassar'],
    ['91.71', 'Asia/Jayapura'],
    ['', 'Asia/Jakarta'],
  ])('of %j are in the time of %s', async (areaCode, timeZone) => {
    const calendar = await test.directory.getCalendar({ areaCode });
    expect(calendar.timeZone).toBe(timeZone);
    expect(calendar.daysOff).toContain('2024-04-10');
    expect(calendar.years).toEqual(expect.arrayContaining([2024, 2025, 2026]));
  });
});
