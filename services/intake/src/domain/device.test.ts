import { expect, it } from 'vitest';
import { deviceKeyOf, deviceOf } from './device.ts';

it.each([
  ['Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0', 'Firefox, Android'],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0', 'Edge, Windows'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36', 'Chrome, Linux'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1', 'Safari, iOS'],
  ['curl/8.5.0', ''],
  ['<script>alert(1)</script>', ''],
])('%s is %s', (userAgent, device) => {
  expect(deviceOf(userAgent)).toBe(device);
});

it('a program is known by its name and place, whatever its version, and no other by it', () => {
  const key = (userAgent: string, clientAddress = '192.0.2.1') => deviceKeyOf({ clientAddress, userAgent });
  expect(key('e-office/1.2')).toBe(key('e-office/1.3 (linux)'));
  expect(key('e-office/1.2')).not.toBe(key('curl/8.5.0'));
  expect(key('e-office/1.2')).not.toBe(key('e-office/1.2', '192.0.2.2'));
  expect(deviceKeyOf({ clientAddress: '192.0.2.1', deviceToken: 'x', userAgent: 'curl' })).toBe('given x');
});
