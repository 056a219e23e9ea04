import { expect, test } from 'vitest';
import { mayWake } from './at-night.ts';

const CALM = { urgent: false, urgentLate: false };
const URGENT = { urgent: true, urgentLate: false };

test('danger that is told anew wakes, whatever was done before', () => {
  expect(mayWake('officer_danger', CALM)).toBe(true);
  expect(mayWake('officer_danger_found', CALM)).toBe(true);
  expect(mayWake('officer_message_danger', CALM)).toBe(true);
});

test.each(['officer_triage', 'officer_assigned', 'officer_returned', 'officer_reply', 'question'] as const)(
  '%s wakes until somebody has come',
  (template) => {
    expect(mayWake(template, URGENT)).toBe(true);
    expect(mayWake(template, CALM)).toBe(false);
  },
);

test('of limits the two hours alone wake', () => {
  for (const template of ['officer_warned', 'officer_missed', 'officer_escalated'] as const) {
    expect(mayWake(template, { urgent: true, urgentLate: true })).toBe(true);
    expect(mayWake(template, URGENT)).toBe(false);
  }
});

test.each(['officer_note', 'officer_nudged', 'identity_revealed', 'assigned', 'followed_up'] as const)(
  '%s waits for the day, of a danger too',
  (template) => {
    expect(mayWake(template, { urgent: true, urgentLate: true })).toBe(false);
  },
);
