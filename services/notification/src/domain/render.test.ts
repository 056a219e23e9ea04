import { unevenMessages } from '@lapor/kernel';
import { describe, expect, it } from 'vitest';
import { codeOnly, notices } from './messages.ts';
import { planNotices } from './notice-plan.ts';
import { renderNotice } from './render.ts';

const values = {
  trackingId: '7K3M9Q2TXA',
  status: 'answered',
  agency: 'Dinas Perhubungan',
  link: 'http://x/lacak/7K3M9Q2TXA',
};

describe('notices', () => {
  it('say the same in both languages', () => {
    const all = Object.entries(notices).flatMap(([name, notice]) => [
      [`${name}.subject`, notice.subject] as const,
      [`${name}.body`, notice.body] as const,
    ]);
    expect(unevenMessages(Object.fromEntries(all))).toEqual([]);
  });

  it('name code, agency and link', () => {
    const { subject, text } = renderNotice('answered', 'id', values, false);
    expect(subject).toBe('Laporan 7K3M-9Q2-TXA: sudah dijawab');
    expect(text).toContain('Dinas Perhubungan');
    expect(text).toContain(values.link);
  });

  it('of a secret complaint carry code and status only', () => {
    for (const template of Object.keys(notices) as (keyof typeof notices)[]) {
      const { subject, text } = renderNotice(template, 'id', values, true);
      expect(subject + text).not.toContain('Perhubungan');
      expect(text).toContain('dijawab');
    }
    expect(codeOnly.body.id).not.toContain('{agency}');
  });

  it('to a reporter fit two SMS', () => {
    for (const template of Object.keys(notices) as (keyof typeof notices)[]) {
      if (template.startsWith('officer_')) continue;
      expect(renderNotice(template, 'id', values, false).text.length, template).toBeLessThanOrEqual(306);
    }
  });

  it('are planned only where somebody must hear', () => {
    expect(planNotices('CaseOpened', {})).toEqual([]);
    expect(planNotices('CaseOpened', { triageReason: 'no_rule' })).toHaveLength(1);
    expect(planNotices('ComplaintFiled', { answeredByChannel: true })).toEqual([]);
    expect(planNotices('CaseClosed', { byReporter: true })[0]?.prompted).toBe(true);
    expect(planNotices('CaseRated', {})).toEqual([]);
    const of = (...facts: Parameters<typeof planNotices>) =>
      planNotices(...facts).map(({ audience, template }) => `${audience}: ${template}`);
    expect(of('ObjectionDecided', { accepted: true })).toEqual(['reporter: objection_accepted']);
    expect(of('ObjectionDecided', { accepted: false })).toEqual(['reporter: objection_rejected']);
    expect(of('CaseFollowedUp', { withdrawn: false })).toEqual(['reporter: followed_up']);
    expect(of('CaseFollowedUp', { withdrawn: true })).toEqual([]);
    expect(of('CaseNotSolved', { again: false })).toEqual(['holder: officer_not_solved']);
    expect(of('CaseNotSolved', { again: true })).toEqual([
      'holder: officer_not_solved',
      'admins: officer_not_solved_again',
    ]);
    expect(planNotices('CasePrivacyChanged', {})).toEqual([]);
    expect(planNotices('CasePrivacyChanged', { changedHands: true })[0]?.audience).toBe('holder');
  });
});
