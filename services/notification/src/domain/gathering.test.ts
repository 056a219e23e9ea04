import { describe, expect, it } from 'vitest';
import { gatherKeyOf, renderGathered } from './gathering.ts';

const missed = {
  template: 'officer_missed',
  recipient: 'siti',
  channel: 'email',
  language: 'id',
  values: { danger: 'false' },
  dueAt: new Date(0),
  createdAt: new Date(0),
} as const;
const aCase = (at: number, agency = 'Dinas Bina Marga') => ({
  trackingId: `7K3M9Q2T${String(at).padStart(2, '0')}`,
  agency,
  clock: 'response',
  dueAt: '3 Mar 2026, 16.00',
});
const URL = 'https://lapor.example';

describe('notices of clocks', () => {
  it('go together for one officer, one reason and one way; danger and all else goes alone', () => {
    const key = gatherKeyOf(missed);
    expect(key).toBeDefined();
    const others = [
      { recipient: 'budi' },
      { template: 'officer_warned' },
      { channel: 'sms' },
      { language: 'en' },
      { quietZone: 'Asia/Jayapura' },
      { values: { danger: 'false', confined: 'true' } },
    ] as const;
    for (const other of others) expect(gatherKeyOf({ ...missed, ...other })).not.toBe(key);
    expect(gatherKeyOf({ ...missed, values: { danger: 'true' } })).toBeUndefined();
    expect(gatherKeyOf({ ...missed, template: 'officer_reply' })).toBeUndefined();
    // New ones go together when they waited for the morning.
    const fresh = { ...missed, template: 'officer_assigned' } as const;
    expect(gatherKeyOf(fresh)).toBeUndefined();
    expect(gatherKeyOf({ ...fresh, dueAt: new Date(1) })).toBeDefined();
  });

  it('are one message with a line and a link for each case', () => {
    const { subject, text } = renderGathered(missed, [aCase(1), aCase(2)], URL);
    expect(subject).toBe('[Dinas Bina Marga] 2 laporan: batas waktu terlampaui');
    expect(text.split('\n\n')).toEqual([
      'Batas waktu laporan-laporan ini terlampaui. Tindak lanjuti hari ini:',
      '1. 7K3M-9Q2-T01, tindak lanjut pertama: terlambat sejak 3 Mar 2026, 16.00\n   https://lapor.example/petugas/laporan/7K3M9Q2T01',
      '2. 7K3M-9Q2-T02, tindak lanjut pertama: terlambat sejak 3 Mar 2026, 16.00\n   https://lapor.example/petugas/laporan/7K3M9Q2T02',
      'Semua laporan: https://lapor.example/petugas',
    ]);
  });

  it('say of several units which case is where, and count what has no line any more', () => {
    const cases = Array.from({ length: 30 }, (_each, at) => aCase(at, at % 2 === 0 ? 'Kesehatan' : 'Air'));
    const { subject, text } = renderGathered({ ...missed, language: 'en' }, cases, URL);
    expect(subject).toBe('30 reports: a limit has passed');
    expect(text).toContain('2. 7K3M-9Q2-T01, Air, the first follow-up: overdue since');
    expect(text).not.toContain('\n\n26. ');
    expect(text).toContain('And 5 more.');
  });

  it('are short as a text message', () => {
    const { text } = renderGathered({ ...missed, channel: 'sms' }, [aCase(1), aCase(2)], URL);
    expect(text).toBe(
      '[Dinas Bina Marga] 2 laporan: batas waktu terlampaui. Semua laporan: https://lapor.example/petugas',
    );
  });
});
