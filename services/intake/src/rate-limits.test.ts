import { AppError } from '@lapor/kernel';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, createRateLimiter, readLimits } from './rate-limits.ts';

describe('rate limits', () => {
  it('lets so many through, then again as time goes by', () => {
    let now = 0;
    const limits = createRateLimiter(readLimits('file-contact=2/10'), () => now);
    limits.take('file-contact', 'a');
    limits.take('file-contact', 'a');
    expect(() => limits.take('file-contact', 'a')).toThrow(AppError);
    limits.take('file-contact', 'b');
    now = 4_999;
    expect(() => limits.check('file-contact', 'a')).toThrow(/at most 2 in 10/);
    now = 5_001;
    limits.take('file-contact', 'a');
    expect(() => limits.take('file-contact', 'a')).toThrow(AppError);
  });

  it('does not take a proxy on this machine for one person', () => {
    const limits = createRateLimiter(readLimits('file-address=1/60,file-contact=1/60'), () => 0);
    for (let i = 0; i < 3; i += 1) limits.take('file-address', '127.0.0.1');
    limits.take('file-address', '192.0.2.1');
    expect(() => limits.take('file-address', '192.0.2.1')).toThrow(AppError);
    limits.take('file-contact', '127.0.0.1');
    expect(() => limits.take('file-contact', '127.0.0.1')).toThrow(AppError);
  });

  it('says when to come back', () => {
    const limits = createRateLimiter(readLimits('file-contact=1/30'), () => 0);
    limits.take('file-contact', 'x');
    try {
      limits.take('file-contact', 'x');
      expect.unreachable();
    } catch (error) {
      expect((error as AppError).extra['retryAfterSeconds']).toBe(30);
    }
  });

  it('starts with a setting of before that named a limit there is no more', () => {
    expect(readLimits('sign-in-name=5/60,sign-in-address=7/60')).toMatchObject({
      'sign-in-address': { tries: 7, seconds: 60 },
    });
    expect(() => readLimits('sign-in-nam=5/60')).toThrow('must be name=tries/seconds');
  });

  it('reads settings, and refuses wrong ones', () => {
    expect(readLimits('')).toEqual(DEFAULT_LIMITS);
    expect(readLimits('off')).toBeUndefined();
    expect(() => readLimits('files=1/1')).toThrow('LAPOR_LIMITS');
    expect(() => readLimits('file-address=0/1')).toThrow('LAPOR_LIMITS');
    const off = createRateLimiter(undefined);
    for (let i = 0; i < 1_000; i += 1) off.take('file-address', 'a');
  });
});
