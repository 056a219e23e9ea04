import { formatTrackingId, trackingIdFromBytes } from '@lapor/kernel';
import { describe, expect, it } from 'vitest';
import { readSms } from './sms-intent.ts';

describe('readSms', () => {
  it.each([
    ['1', { kind: 'solved', rating: 0 }],
    [' 1. ', { kind: 'solved', rating: 0 }],
    ['1 4', { kind: 'solved', rating: 4 }],
    ['2', { kind: 'not_solved' }],
    ['', { kind: 'empty' }],
  ])('%j', (text, intent) => expect(readSms(text)).toEqual(intent));

  it.each([
    'Terima kasih',
    'terimakasih banyak pak',
    'ok makasih',
    'Siap, terima kasih atas bantuannya',
    'YA!!! Thank you...',
    'Terima   kasih ya',
  ])('%j is only a message', (text) => expect(readSms(text).kind).toBe('message'));

  it('decides about a long text at once', () => {
    const before = process.threadCpuUsage();
    expect(readSms(`${'ya'.repeat(5_000)}x`).kind).toBe('complaint');
    expect(readSms(`${'ya '.repeat(3_333)}x`).kind).toBe('complaint');
    expect(readSms('ya '.repeat(3_333)).kind).toBe('message');
    expect(readSms(`${'terima kasih, '.repeat(700)}jalan rusak`).kind).toBe('complaint');
    expect(process.threadCpuUsage(before).user).toBeLessThan(100_000);
  });

  it.each([
    '1 minggu air mati di Batam Center',
    '2 lampu jalan mati',
    'terima kasih tapi jalan masih rusak',
    'terima laporan',
    '...',
    '3',
  ])('%j is a complaint', (text) => expect(readSms(text).kind).toBe('complaint'));

  it('finds the tracking id in front', () => {
    const id = trackingIdFromBytes(Uint8Array.of(1, 2, 3, 4, 5, 6));
    expect(readSms(`${formatTrackingId(id).toLowerCase()} masih rusak`)).toEqual({
      kind: 'message',
      trackingId: id,
      text: 'masih rusak',
    });
  });
});
