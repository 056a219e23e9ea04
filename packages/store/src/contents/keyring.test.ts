import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { open, openKeyring, seal } from './keyring.ts';

const secret = new Uint8Array(32).fill(7);
const next = new Uint8Array(32).fill(8);
const bytes = fc.uint8Array({ maxLength: 200 });

describe('keyring', () => {
  it('wraps and unwraps, never twice alike, and only for its own service and secret', () => {
    const intake = openKeyring({ secret, service: 'intake' });
    fc.assert(
      fc.property(bytes, (key) => {
        const wrapped = intake.wrap(key);
        expect(new Uint8Array(intake.unwrap(wrapped))).toEqual(key);
        expect(intake.wrap(key)).not.toEqual(wrapped);
        for (const other of [
          openKeyring({ secret, service: 'routing' }),
          openKeyring({ secret: next, service: 'intake' }),
        ]) {
          expect(() => other.unwrap(wrapped)).toThrow(expect.objectContaining({ code: 'internal' }));
        }
      }),
    );
  });

  it('finds every flipped bit', () => {
    const keyring = openKeyring({ secret, service: 'intake' });
    fc.assert(
      fc.property(bytes, fc.nat(), fc.nat(7), (key, place, bit) => {
        const wrapped = Uint8Array.from(keyring.wrap(key));
        const at = place % wrapped.length;
        wrapped[at] = wrapped[at]! ^ (1 << bit);
        expect(() => keyring.unwrap(wrapped)).toThrow();
      }),
    );
  });

  it('goes on reading after the secret is replaced, and keeps what people hold', () => {
    const before = openKeyring({ secret, service: 'intake' });
    const replaced = new Map([[1, secret]]);
    const after = openKeyring({ secret: next, service: 'intake', version: 2, replaced });
    const key = new Uint8Array(32).fill(1);
    expect(new Uint8Array(after.unwrap(before.wrap(key)))).toEqual(key);
    const wrapped = after.wrap(key);
    expect(wrapped[0]).toBe(2);
    expect(() => before.unwrap(wrapped)).toThrow('master secret number 2 is missing');
    expect(after.mac('tracking', 'x')).toEqual(before.mac('tracking', 'x'));
  });

  it('derives by HKDF-SHA-256, another key for each purpose and service', () => {
    const keyring = openKeyring({ secret, service: 'intake' });
    // HMAC-SHA-256 of "x" under HKDF(secret, "lapor", "lapor/intake/mac/tracking"), worked out independently.
    expect(Buffer.from(keyring.mac('tracking', 'x')).toString('hex')).toBe(
      '17392ec9e53de0e6ce4dcd195838785145cf04fec131d4c5f448fb55a0beb720',
    );
    const macs = [
      keyring.mac('tracking', 'x'),
      keyring.mac('access', 'x'),
      keyring.mac('tracking', 'y'),
      openKeyring({ secret, service: 'routing' }).mac('tracking', 'x'),
    ];
    expect(new Set(macs.map((mac) => Buffer.from(mac).toString('hex'))).size).toBe(4);
  });

  it('refuses secrets of another length', () => {
    expect(() => openKeyring({ secret: new Uint8Array(16), service: 'intake' })).toThrow(RangeError);
    expect(() => openKeyring({ secret, service: 'intake', version: 256 })).toThrow(RangeError);
  });
});

describe('seal', () => {
  it('opens only with the same binding', () => {
    const key = createSecretKey(secret);
    const sealed = seal(key, Buffer.from('text'), Buffer.from('subject:a'));
    expect(open(key, sealed, Buffer.from('subject:a')).toString()).toBe('text');
    expect(() => open(key, sealed, Buffer.from('subject:b'))).toThrow('does not open');
    expect(() => open(key, sealed.subarray(0, 20), Buffer.from('subject:a'))).toThrow('cut off');
  });
});
