import { formatTrackingId, trackingIdFromBytes } from '@lapor/kernel';
import { bareWords } from '@lapor/language';
import { describe, expect, it } from 'vitest';
import { readSms as readWith } from './sms-intent.ts';
import { meaningOf } from './sms-meaning.ts';
import type { OwnCase } from './sms-meaning.ts';

const readSms = (text: string) => readWith(text, bareWords);
const [answered, held, open, closed, otherAnswered] = [1, 2, 3, 4, 5].map((at) =>
  trackingIdFromBytes(Uint8Array.of(at, 2, 3, 4, 5, 6)),
) as [string, string, string, string, string];
const CASES: Readonly<Record<string, OwnCase>> = {
  answered: { trackingId: answered, status: 'answered' },
  other: { trackingId: otherAnswered, status: 'answered' },
  held: { trackingId: held, status: 'held' },
  open: { trackingId: open, status: 'in_progress' },
  closed: { trackingId: closed, status: 'closed' },
};
const means = (text: string, ...names: readonly (keyof typeof CASES)[]) =>
  meaningOf(
    readSms(text),
    names.map((name) => CASES[name]!),
    /kebakaran/i.test(text),
  );
const on = (as: string, trackingId: string) => ({ as, trackingId });

describe('while an answer waits for its verdict', () => {
  it.each([
    '1',
    ' 1. ',
    '1 4',
    '1️⃣',
    '１',
    '1 terima kasih',
    '1, terima kasih banyak pak 🙏',
    '1 👍',
    '1 jalannya sudah bagus',
    'satu',
    'selesai',
    'Selesai!',
    'SELESAIII 👍👍',
    'selesai pak, makasih',
    'selesai 4',
    'sudah',
    'Sudah pak 🙏',
    'udah beres',
    'sdh slesai',
    'beres',
    'ok, sudah selesai. terima kasih',
    'Terima kasih, jalannya sudah bagus',
    'Alhamdulillah lampunya sudah nyala',
    'Sudah diperbaiki pak, terima kasih banyak atas bantuannya',
  ])('%j is "solved"', (text) => expect(means(text, 'open', 'answered')).toEqual(on('solved', answered)));

  it.each([
    '2',
    '2.',
    '2 terima kasih',
    '2, belum ditambal',
    '2 lampunya masih mati',
    'dua',
    'belum',
    'Belum pak 🙏',
    'blm',
    'belummm',
    'Belum selesai pak',
    'masih belum beres',
    'belum ada perbaikan sama sekali, lubangnya tambah besar',
    'tidak',
    'gak',
    'tidak selesai',
    'tidak sesuai',
    'maaf pak belum',
    'masih rusak',
    'lampunya masih mati',
    'terima kasih tapi jalan masih rusak',
    '2 sudah ditambal tapi masih berlubang',
  ])('%j is "not solved"', (text) =>
    expect(means(text, 'open', 'answered')).toEqual(on('not_solved', answered)),
  );

  it.each([
    'Terima kasih',
    'terimakasih banyak pak',
    'Siap, terima kasih atas bantuannya',
    'YA!!! Thank you...',
    '👍',
    '🙏🙏',
    '...',
    'ok',
    'ya sudah',
    'terima kasih sudah dibantu',
    'selesai?',
    'selesai apanya pak',
    'kapan selesai?',
    'belum tahu pak, nanti saya cek',
    'saya belum sempat lihat',
    'mungkin sudah selesai',
    'sudah diperbaiki sebagian, yang lain belum',
    '1 tapi masih ada sisa',
    '2 lampu jalan mati',
    'tidak ada air',
    'kapan petugasnya datang',
    'lubang',
    '5',
  ])('%j is kept, and asked about', (text) =>
    expect(means(text, 'open', 'answered')).toEqual(on('unclear', answered)),
  );

  it.each([
    '1 minggu air mati di Batam Center',
    'Pohon tumbang menutup jalan di depan puskesmas Nagoya sejak pagi',
    'Lampu jalan mati semua di simpang Kabil dekat halte',
    'Sampah di pasar Sekupang masih menumpuk sejak minggu lalu, bau sekali',
    'LAPOR sampah belum diangkut',
    'lapor lampu mati',
    'kebakaran',
    'масса мусора около школы уже давно лежит',
  ])('%j is a new report', (text) => expect(means(text, 'open', 'answered')).toEqual(on('complaint', '')));

  it('of two answers the one that is meant is asked for, or named in front', () => {
    expect(means('1', 'other', 'answered')).toEqual(on('which', otherAnswered));
    expect(means('belum', 'other', 'answered')).toEqual(on('which', otherAnswered));
    const named = formatTrackingId(answered);
    expect(means(`${named} 1 makasih`, 'other', 'answered')).toEqual(on('solved', answered));
    expect(means(`${named.toLowerCase()} belum`, 'other', 'answered')).toEqual(on('not_solved', answered));
    expect(means(`${named} terima kasih`, 'other', 'answered')).toEqual(on('unclear', answered));
  });
});

describe('while a question waits', () => {
  it.each(['Pasar Mitra Raya, loket depan', '2', 'belum', 'sudah pak', 'ya', 'masih rusak'])(
    '%j answers it',
    (text) => expect(means(text, 'open', 'held')).toEqual(on('reply', held)),
  );
  it.each(['Terima kasih', '👍'])('%j is only a message', (text) =>
    expect(means(text, 'open', 'held')).toEqual(on('message', open)),
  );
  it('and an answer too, words may be meant for either; digits are the verdict', () => {
    expect(means('2', 'held', 'answered')).toEqual(on('not_solved', answered));
    expect(means('belum', 'held', 'answered')).toEqual(on('which', answered));
    expect(means('Pasar Mitra Raya', 'held', 'answered')).toEqual(on('reply', held));
    expect(means(`${formatTrackingId(held)} belum`, 'held', 'answered')).toEqual(on('reply', held));
  });
  it('what begins with LAPOR is a new report', () => {
    expect(means('LAPOR lampu jalan mati', 'held')).toEqual(on('complaint', ''));
  });
});

describe('while nothing is waited for', () => {
  it.each(['Terima kasih', '👍', 'belum', 'selesai', 'kapan diperbaiki pak?', 'kok belum juga'])(
    '%j is a message to the latest',
    (text) => expect(means(text, 'open', 'closed')).toEqual(on('message', open)),
  );
  it.each(['1', '2'])('%j means nothing', (text) => expect(means(text, 'open').as).toBe('nothing'));
  it.each(['lampu mati', '2 lampu jalan mati', 'lampu masih mati di Sekupang sejak kemarin lusa pagi'])(
    '%j is a new report',
    (text) => expect(means(text, 'closed', 'open').as).toBe('complaint'),
  );
  it.each(['terima laporan', '3', 'lampu mati', 'terima kasih tapi pungli jalan terus'])(
    '%j of a stranger is a report',
    (text) => expect(means(text).as).toBe('complaint'),
  );
  it.each(['', 'Terima kasih', '👍', '1', 'selesai'])('%j of a stranger is nothing', (text) =>
    expect(means(text).as).toBe('nothing'),
  );
});

describe('readSms', () => {
  it.each([
    ['1 4', 4],
    ['1', 0],
    ['selesai, 3', 3],
    ['1 terima kasih 4', 4],
  ])('%j rates', (text, rating) => expect(readSms(text).rating).toBe(rating));

  it('decides about a long text at once', () => {
    const before = process.threadCpuUsage();
    for (const text of [`${'ya'.repeat(5_000)}x`, 'ya '.repeat(3_333), 'terima kasih, '.repeat(700)])
      expect(readSms(text).verdict).toBeUndefined();
    expect(process.threadCpuUsage(before).user).toBeLessThan(100_000);
  });

  it('finds the tracking id in front', () => {
    expect(readSms(`${formatTrackingId(open).toLowerCase()} masih rusak`)).toMatchObject({
      trackingId: open,
      text: 'masih rusak',
    });
  });
});
