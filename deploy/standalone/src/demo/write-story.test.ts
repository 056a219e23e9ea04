import { loadDemoComplaints } from '@lapor/agency-directory';
import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, dayName, dayOf, isWeekend } from './office-time.ts';
import type { Story } from './story.ts';
import { writeStory } from './write-story.ts';

const NOW = Date.parse('2027-02-17T04:00:00Z');
const complaints = loadDemoComplaints();
const newestDay =
  complaints
    .map(({ occurredOn }) => occurredOn)
    .toSorted()
    .at(-1) ?? '';
const rules = { now: NOW, newestDay, groupOf: () => 'jalan' };
const stories = complaints.map((complaint) => writeStory(complaint, rules));

const firstFollowUp = ({ scenes }: Story) =>
  scenes.find(({ act }) => act.do === 'follow-up')?.at ?? Number.POSITIVE_INFINITY;

describe('the stories of the demo', () => {
  test('begin with the filing, go on in order, and end before now', () => {
    for (const { scenes } of stories) {
      expect(scenes[0]?.act.do).toBe('file');
      expect(scenes.filter(({ act }) => act.do === 'file')).toHaveLength(1);
      const times = scenes.map(({ at }) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(Math.max(...times)).toBeLessThan(NOW);
    }
  });

  test('are the same when written again for the same moment', () => {
    expect(complaints.map((complaint) => writeStory(complaint, rules))).toEqual(stories);
  });

  test('are of all ages up to some weeks', () => {
    const ages = stories.map(({ scenes }) => (NOW - (scenes[0]?.at ?? 0)) / DAY);
    expect(Math.max(...ages)).toBeLessThan(80);
    for (const [from, to] of [
      [0, 7],
      [7, 21],
      [21, 80],
    ] as const)
      expect(ages.filter((age) => age >= from && age < to).length, `${from} to ${to}`).toBeGreaterThan(10);
  });

  test('let officers work in office hours only, but where there is danger', () => {
    const byOfficers = ['dispose', 'ask', 'archive', 'refer', 'return', 'follow-up', 'answer'];
    for (const { complaint, scenes } of stories) {
      const filedAt = scenes[0]?.at ?? 0;
      for (const { at, act } of scenes.filter((scene) => byOfficers.includes(scene.act.do))) {
        if (complaint.danger && at < filedAt + 125 * MINUTE) continue;
        expect(isWeekend(at), `${act.do} on ${dayName(at)}`).toBe(false);
        const hour = (at - dayOf(at)) / HOUR;
        expect(hour).toBeGreaterThan(8);
        expect(hour).toBeLessThan(16);
      }
    }
  });

  test('let somebody go to most of those in danger within two hours, not to all', () => {
    const late = (story: Story) => firstFollowUp(story) > (story.scenes[0]?.at ?? 0) + 2 * HOUR;
    const inDanger = stories.filter(
      ({ complaint }) => complaint.danger === true && complaint.expectedAgencyKey !== null,
    );
    const share = inDanger.filter(late).length / inDanger.length;
    expect(share).toBeGreaterThan(0);
    expect(share).toBeLessThan(0.5);
  });

  test('reach nobody by mistake', () => {
    for (const { reporter } of stories) expect(reporter?.email ?? '.example').toMatch(/\.example$/);
    const share = stories.filter(({ reporter }) => reporter === undefined).length / stories.length;
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.3);
  });
});
