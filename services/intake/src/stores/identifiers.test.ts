import { createHmac } from 'node:crypto';
import { isTrackingId } from '@lapor/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deriveAccessCode,
  deriveCommandKey,
  deriveReporterId,
  deriveTrackingId,
  isAccessCode,
} from './identifiers.ts';

const mac = (purpose: string, data: string) =>
  createHmac('sha256', 'a test key').update(`${purpose}\n${data}`).digest();

describe('identifiers', () => {
  it('gives one command one tracking id, and others others', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(9), (client, key, counter) => {
        const command = deriveCommandKey(mac, client, key);
        const id = deriveTrackingId(mac, command, counter);
        expect(isTrackingId(id)).toBe(true);
        expect(deriveTrackingId(mac, command, counter)).toBe(id);
        expect(deriveTrackingId(mac, command, counter + 1)).not.toBe(id);
        expect(deriveTrackingId(mac, deriveCommandKey(mac, `${client}x`, key), counter)).not.toBe(id);
      }),
    );
  });

  it('takes the access code as people type it, and no other', () => {
    const code = deriveAccessCode(mac, 'AAAAAAAAAA');
    expect(code).toMatch(/^[0-9A-Z]{8}$/);
    expect(isAccessCode(mac, 'AAAAAAAAAA', ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `)).toBe(
      true,
    );
    expect(isAccessCode(mac, 'AAAAAAAAAA', code.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(true);
    expect(isAccessCode(mac, 'BBBBBBBBBB', code)).toBe(false);
    expect(isAccessCode(mac, 'AAAAAAAAAA', '')).toBe(false);
    expect(isAccessCode(mac, 'AAAAAAAAAA', `${code}0`)).toBe(false);
  });

  it('does not let the vault be found by the tracking id', () => {
    expect(deriveReporterId(mac, 'AAAAAAAAAA')).not.toContain('AAAAAAAAAA');
  });
});
