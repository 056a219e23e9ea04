import { expect, test } from 'vitest';
import { officerChannels } from './officer-channels.ts';

const both = { email: 'petugas@kota.example', phone: '+6281200000000' };

test.each([
  ['a new case', both, { template: 'officer_assigned', danger: false }, ['email']],
  ['a danger', both, { template: 'officer_assigned', danger: true }, ['email', 'sms']],
  [
    'a danger that came with a merged case',
    both,
    { template: 'officer_danger', danger: true },
    ['email', 'sms'],
  ],
  ['a danger found out', both, { template: 'officer_danger_found', danger: true }, ['email', 'sms']],
  ['its two hours', both, { template: 'officer_missed', danger: true, clock: 'urgent' }, ['email', 'sms']],
  [
    'another limit of a dangerous case',
    both,
    { template: 'officer_missed', danger: true, clock: 'case' },
    ['email'],
  ],
  ['a danger said on the way', both, { template: 'officer_message_danger', danger: true }, ['email', 'sms']],
  ['a message about it', both, { template: 'officer_message', danger: true }, ['email']],
  ['nothing but a phone', { ...both, email: '' }, { template: 'officer_assigned', danger: false }, ['sms']],
  [
    'a danger, and no phone',
    { ...both, phone: '' },
    { template: 'officer_assigned', danger: true },
    ['email'],
  ],
  ['no way at all', { email: '', phone: '' }, { template: 'officer_assigned', danger: true }, []],
] as const)('%s', (_what, officer, call, ways) => {
  expect(officerChannels(officer, call)).toEqual(ways);
});
