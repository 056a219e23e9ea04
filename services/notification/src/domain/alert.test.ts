import { describe, expect, test } from 'vitest';
import { alertOfTemplate, alertTemplate, findAlertWord, renderAlert } from './alert.ts';

const WORDS = [
  'new_device',
  'sign_in_slowed',
  'password_changed',
  'password_reset',
  'factor_set',
  'factor_removed',
  'recovery_code_used',
  'second_step_guessed',
  'sessions_ended',
  'rights_changed',
  'contact_changed',
] as const;
const values = {
  device: 'Firefox, Android',
  moment: '3 Mar 2026 09.00',
  link: 'https://lapor.example/petugas/keamanan',
};

describe('what the owner of an account is told', () => {
  test.each(WORDS)('%s: what, when, and what to do, in both languages', (word) => {
    expect(findAlertWord(word)).toBe(word);
    expect(alertOfTemplate(alertTemplate(word))).toBe(word);
    for (const language of ['id', 'en'] as const) {
      const { subject, text } = renderAlert(word, language, values);
      expect(subject).toMatch(language === 'id' ? /^Akun Anda: \S/ : /^Your account: \S/);
      expect(text).toContain(values.moment);
      expect(text).toContain(values.link);
      expect(subject + text).not.toMatch(/[{}]/);
    }
  });

  test('names the device where there is one to name', () => {
    expect(renderAlert('new_device', 'id', values).text).toContain('(Firefox, Android)');
    expect(renderAlert('new_device', 'id', { ...values, device: '' }).text).toContain('belum dikenal.');
  });

  test('other notices are none, nor is what a newer directory tells of', () => {
    expect(alertOfTemplate('officer_note')).toBeUndefined();
    expect(alertOfTemplate('account_toString')).toBeUndefined();
    expect(findAlertWord('something_new')).toBeUndefined();
    expect(findAlertWord(undefined)).toBeUndefined();
  });
});
