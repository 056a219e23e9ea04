import { describe, expect, it } from 'vitest';
import type { CaseState } from './case.ts';
import { mayFollow } from './decisions/decide-merge.ts';
import { admin, assigned, held, type Story } from './fixtures/world.ts';

const ANOTHER = '9876543210';
const another = (story: Story): CaseState => ({ ...story.case, id: ANOTHER });
const city = admin('batam');

describe('whoever is asked', () => {
  it('leads no other: nobody could work on them until one reporter has answered', () => {
    const member = assigned({ danger: true });
    const master = another(held());
    expect(mayFollow(member.case, master, city)).toBe(false);
    expect(() => member.decide(city, { type: 'merge', masterId: ANOTHER, master })).toThrow(
      expect.objectContaining({
        code: 'invalid',
        issues: [{ field: 'masterId', rule: expect.stringContaining('is held') }],
      }),
    );
  });

  it('follows: what is done there is done for it too', () => {
    const member = held();
    const master = another(assigned({ danger: true }));
    expect(mayFollow(member.case, master, city)).toBe(true);
    member.does(city, { type: 'merge', masterId: ANOTHER, master });
    expect(member.case).toMatchObject({ status: 'assigned', master: { id: ANOTHER } });
    expect(member.case).not.toHaveProperty('resumeTo');
  });
});
