import { describe, expect, it } from 'vitest';
import { findSmsForgery, signSms } from './sms-signature.ts';

const now = new Date('2024-05-01T00:00:00Z');
const timestamp = String(now.getTime() / 1000);
const body = Buffer.from('{"text":"halo"}');

describe('findSmsForgery', () => {
  it('accepts what was signed, now', () => {
    const message = { timestamp, signature: signSms('s', timestamp, body), body };
    expect(findSmsForgery('s', message, now)).toBeUndefined();
    expect(findSmsForgery('other', message, now)).toContain('signature');
    expect(findSmsForgery('s', { ...message, body: Buffer.from('{}') }, now)).toContain('signature');
    expect(findSmsForgery('s', { ...message, signature: '' }, now)).toContain('signature');
  });

  it('refuses it again six minutes later, and a timestamp that is none', () => {
    const message = { timestamp, signature: signSms('s', timestamp, body), body };
    expect(findSmsForgery('s', message, new Date(now.getTime() + 360_000))).toContain('five minutes');
    expect(findSmsForgery('s', { ...message, timestamp: 'now' }, now)).toContain('seconds');
  });
});
