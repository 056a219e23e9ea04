import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BATAM_ADMIN, NATIONAL_ADMIN, SERVICE, startTestDirectory } from '../fixtures/test-directory.ts';
import type { TestDirectory } from '../fixtures/test-directory.ts';

let test: TestDirectory;
beforeAll(async () => {
  test = await startTestDirectory();
});
afterAll(() => test.platform.stop());

const change = (areaCode: string, date: string, commandId = '', reason = 'Keputusan') => {
  const year = { year: Number(date.slice(0, 4)), days: [{ date, kind: 'holiday' }] };
  return test.directory.changeCalendar({ areaCode, year, reason, commandId }, NATIONAL_ADMIN);
};

describe('calendars', () => {
  it('of a city add to those of its province, and touch nobody else', async () => {
    const before = await test.directory.getCalendar({ areaCode: '21.71' });
    await change('21', '2024-07-01');
    const { calendar } = await change('21.71', '2024-07-02');
    expect(calendar).toMatchObject({ areaName: 'Kota Batam, Kepulauan Riau', edition: 3 });
    const inCity = await test.directory.getCalendar({ areaCode: '21.71.10' });
    expect(inCity.daysOff).toEqual([...before.daysOff, '2024-07-01', '2024-07-02'].sort());
    expect((await test.directory.getCalendar({ areaCode: '21.72' })).daysOff).not.toContain('2024-07-02');
    const { editions } = await test.directory.listCalendarEditions({}, SERVICE);
    const known = new Map(editions.map(({ areaCode, edition }) => [areaCode, edition]));
    expect(['', '11', '21', '21.72', '21.71'].map((code) => known.get(code))).toEqual([1, 1, 2, 2, 3]);
    expect(known.size).toBeGreaterThan(500);
  });

  it.each(['21.71.10', '21.99', '2171', 'Batam'])('are not kept for %j', (areaCode) =>
    expect(change(areaCode, '2024-08-01')).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ field: 'area_code' }],
    }),
  );

  it('entered as they are already are left so', async () => {
    const { years, edition } = await test.directory.readCalendar({ areaCode: '' });
    const year = years.find((each) => each.year === 2025);
    const order = { areaCode: '', year: year!, reason: 'Lagi', commandId: 'again' };
    const { calendar } = await test.directory.changeCalendar(order, NATIONAL_ADMIN);
    expect(calendar?.edition).toBe(edition);
  });

  it('a command that is repeated gets its first answer, and with another content none', async () => {
    await change('51', '2024-09-02', 'once');
    // Meanwhile somebody has entered another day.
    const { calendar } = await change('51', '2024-09-03', 'other');
    const again = await change('51', '2024-09-02', 'once');
    expect(again.calendar?.edition).toBe(calendar?.edition);
    expect(again.calendar?.years[0]?.days).toMatchObject([{ date: '2024-09-03' }]);
    await expect(change('51', '2024-09-04', 'once')).rejects.toMatchObject({ code: 'unprocessable' });
    // What would be refused today is answered as it was, and what is new is refused.
    await expect(change('51', '2024-09-05', 'new', ' ')).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('who changes what another has changed since', () => {
  const put = (dates: readonly string[], version?: number, commandId = '') =>
    test.directory.changeCalendar(
      {
        areaCode: '31',
        year: { year: 2024, days: dates.map((date) => ({ date, kind: 'holiday' })) },
        reason: 'Keputusan',
        commandId,
        ...(version === undefined ? {} : { version }),
      },
      NATIONAL_ADMIN,
    );
  const versions = async () => {
    const { years, weekendVersion } = await test.directory.readCalendar({ areaCode: '31' }, NATIONAL_ADMIN);
    return [years[0]?.version ?? 0, weekendVersion];
  };

  it('is told what is there now, and takes nothing away', async () => {
    expect(await versions()).toEqual([0, 0]);
    await put(['2024-10-01'], 0, 'first');
    const refused = put(['2024-10-02'], 0);
    const days = [{ date: '2024-10-01', kind: 'holiday' }];
    await expect(refused).rejects.toMatchObject({ code: 'conflict', extra: { version: 1, days } });
    // The same command once more has its answer; what is so already is left so.
    await put(['2024-10-01'], 0, 'first');
    await put(['2024-10-01'], 0);
    expect(await versions()).toEqual([1, 0]);
    await put(['2024-10-01', '2024-10-02'], 1);
    await put(['2024-10-01']);
    expect(await versions()).toEqual([3, 0]);
  });

  it('of two at once one wins', async () => {
    const both = await Promise.allSettled([put(['2024-11-01'], 3), put(['2024-11-04'], 3)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await versions()).toEqual([4, 0]);
  });

  it('of another year, or of the week, is in nobody’s way', async () => {
    const year = { year: 2025, days: [{ date: '2025-03-03', kind: 'holiday' }] };
    const order = { areaCode: '31', reason: 'Keputusan', commandId: '', version: 0 };
    await test.directory.changeCalendar({ ...order, year }, NATIONAL_ADMIN);
    await test.directory.changeCalendar({ ...order, weekend: [0] }, NATIONAL_ADMIN);
    const again = test.directory.changeCalendar({ ...order, weekend: [6] }, NATIONAL_ADMIN);
    await expect(again).rejects.toMatchObject({ code: 'conflict', extra: { version: 1, weekend: [0] } });
    expect(await versions()).toEqual([4, 1]);
  });
});

describe('whoever is judged by a calendar', () => {
  // Monday, the 6th of May, eight in the morning.
  it('changes what lies ahead, and nothing that offices have been judged by', async () => {
    const put = (dates: readonly string[], caller = BATAM_ADMIN) => {
      const days = dates.map((date) => ({ date, kind: 'holiday' }));
      const order = { areaCode: '21.71', year: { year: 2024, days }, reason: 'Keputusan', commandId: '' };
      return test.directory.changeCalendar(order, caller);
    };
    const past = ['2024-01-02', '2024-05-03'];
    await put(past, NATIONAL_ADMIN);
    await put([...past, '2024-05-06'], NATIONAL_ADMIN);
    await put([...past, '2024-05-06', '2024-12-18']);
    for (const dates of [['2024-01-02'], [], [...past, '2024-05-02']])
      await expect(put(dates)).rejects.toMatchObject({ code: 'invalid', issues: expect.any(Array) as [] });
    await expect(put([...past, '2024-05-02'])).rejects.toMatchObject({
      issues: [{ field: 'days.2', rule: '2024-05-02 lies behind: only the national admin changes it' }],
    });
    // Today is not past before it ends, there: nine at night in Batam is no tomorrow.
    test.clock.advance(13 * 3_600_000);
    await put(past);
    await put([...past, '2024-05-06'], NATIONAL_ADMIN);
    test.clock.advance(3 * 3_600_000);
    await expect(put(past)).rejects.toMatchObject({
      issues: [{ rule: expect.stringMatching(/^2024-05-06 lies behind/) as string }],
    });
    await expect(put([...past, '2024-05-06', '2024-05-13'])).rejects.toMatchObject({
      issues: [{ rule: expect.stringMatching(/^2024-05-13 comes in less than 7 days/) as string }],
    });
    await put([...past, '2024-05-06', '2024-05-14']);
    await put(past, NATIONAL_ADMIN);
  });

  it('leaves the days of the week alone, which hold for what lies behind too', async () => {
    const put = (caller: typeof BATAM_ADMIN) =>
      test.directory.changeCalendar(
        { areaCode: '21.71', weekend: [0], reason: 'Enam hari kerja', commandId: '' },
        caller,
      );
    await expect(put(BATAM_ADMIN)).rejects.toMatchObject({ issues: [{ field: 'weekend' }] });
    expect((await put(NATIONAL_ADMIN)).calendar?.weekend).toEqual([0]);
    // What is so already is left so, whoever asks.
    expect((await put(BATAM_ADMIN)).calendar?.weekend).toEqual([0]);
  });
});

describe('limits', () => {
  it('hold from a day that has begun nowhere in the country', async () => {
    const { policies } = await test.directory.listPolicies({}, NATIONAL_ADMIN);
    const day = (later: number) =>
      new Date(test.clock.now().getTime() + later * 24 * 3_600_000).toISOString().slice(0, 10);
    const toEvening = Date.parse(`${day(0)}T16:24:00Z`) - test.clock.now().getTime();
    test.clock.advance(toEvening);
    const add = (validFrom: string) => {
      const policy = { ...policies[0]!, version: `dari-${validFrom}`, validFrom };
      return test.directory.addPolicy({ policy, reason: 'Percobaan', commandId: '' }, NATIONAL_ADMIN);
    };
    // By now it is tomorrow in Jayapura.
    await expect(add(day(1))).rejects.toMatchObject({ issues: [{ field: 'validFrom' }] });
    test.clock.advance(-toEvening);
  });

  it('are added once, also when asked for again after the day from which they hold', async () => {
    const { policies } = await test.directory.listPolicies({}, NATIONAL_ADMIN);
    const policy = { ...policies[0]!, version: 'cepat', validFrom: '2024-05-08', responseDays: 2 };
    const add = (commandId: string, wanted = policy) =>
      test.directory.addPolicy({ policy: wanted, reason: 'Percobaan', commandId }, NATIONAL_ADMIN);
    const first = await add('once');
    expect(first.policies?.policies).toHaveLength(policies.length + 1);
    test.clock.advance(5 * 24 * 3_600_000);
    expect((await add('once')).policies?.policies).toHaveLength(policies.length + 1);
    // The same once more under another id, and in another order: it is there already.
    const turned = Object.fromEntries(Object.entries(policy).toReversed()) as typeof policy;
    expect((await add('another', turned)).policies?.policies).toHaveLength(policies.length + 1);
    await expect(add('other', { ...policy, responseDays: 3 })).rejects.toMatchObject({ code: 'invalid' });
    await expect(add('once', { ...policy, responseDays: 3 })).rejects.toMatchObject({
      code: 'unprocessable',
    });
  });
});
