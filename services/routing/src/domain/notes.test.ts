import { describe, expect, it } from 'vitest';
import {
  admin,
  assigned,
  inProgress,
  machine,
  officer,
  REPORTER,
  words,
  type Story,
} from './fixtures/world.ts';
import type { CaseEvent, EventOf } from './events.ts';
import { readsNote } from './notes.ts';
import type { Viewer } from './visibility.ts';

const roads = officer('roads');
const inspector = officer('inspectorate', 'inspectorate');
const toHealth = { type: 'note', words: words('Apakah pipa ini milik RSUD?'), toAgencyId: 'health' } as const;
const inside = { type: 'note', words: words('Pelapor pernah menelepon') } as const;

function lastNote({ events }: Story): EventOf<'CaseNoteAdded'>['data'] {
  const isNote = (event: CaseEvent): event is EventOf<'CaseNoteAdded'> => event.type === 'CaseNoteAdded';
  const note = events.findLast(isNote);
  if (note === undefined) throw new Error('there is no note');
  return note.data;
}

const reads = (story: Story, viewer: Viewer): boolean => readsNote(story.case, lastNote(story), viewer);

describe('a note', () => {
  it('is for whoever has the case and the tiers above, never for the reporter or the public', () => {
    const story = inProgress().does(roads, inside);
    const mayRead: [Viewer, boolean][] = [
      [roads, true],
      [admin('batam'), true],
      [admin('national'), true],
      [machine('roads'), true],
      [officer('batam', 'coordinator'), true],
      [officer('batam', 'leader'), false],
      [officer('health'), false],
      [machine('health'), false],
      [REPORTER, false],
      [{ kind: 'public' }, false],
    ];
    for (const [viewer, expected] of mayRead)
      expect([viewer, reads(story, viewer)]).toEqual([viewer, expected]);
  });

  it('to another agency is read there, and nothing else is', () => {
    const story = inProgress().does(roads, inside).does(roads, toHealth);
    expect(reads(story, officer('health'))).toBe(true);
    expect(reads(story, officer('health', 'leader'))).toBe(false);
    expect(reads(story, officer('clinic'))).toBe(false);
    story.does(roads, inside);
    expect(reads(story, officer('health'))).toBe(false);
  });

  it('is answered by the agency that was written to, to whoever has the case', () => {
    const story = inProgress().does(roads, toHealth).does(officer('health'), inside);
    expect(lastNote(story)).toMatchObject({ byAgencyId: 'health', toAgencyId: 'roads' });
    expect(() => story.decide(officer('health'), { ...inside, toAgencyId: 'bp' })).toThrow(/answer goes to/);
    expect(() => story.decide(officer('clinic'), inside)).toThrow(
      expect.objectContaining({ code: 'forbidden' }),
    );
  });

  it('changes neither status nor clocks', () => {
    const story = inProgress();
    const { status, clocks, legs } = story.case;
    expect(story.does(roads, toHealth).case).toMatchObject({ status, clocks, legs });
  });

  it('leaves the accused unit, and all others, nothing once the case is protected', () => {
    const story = assigned()
      .does(admin('batam'), { ...inside, toAgencyId: 'roads' })
      .does(roads, toHealth);
    story.does(admin('batam'), { type: 'set_privacy', protected: true });
    for (const id of ['roads', 'health']) {
      expect(reads(story, officer(id))).toBe(false);
      expect(() => story.decide(officer(id), inside)).toThrow(expect.objectContaining({ code: 'not_found' }));
    }
    expect(() => story.decide(inspector, toHealth)).toThrow(/protected/);
  });

  it('that was written under protection stays with its writers when protection is lifted', () => {
    const story = assigned().does(admin('batam'), { type: 'set_privacy', protected: true });
    story.does(inspector, inside);
    const written = lastNote(story);
    story.does(inspector, { type: 'set_privacy', protected: false });
    story.does(admin('national'), { type: 'dispose', agencyId: 'roads' });
    expect(readsNote(story.case, written, roads)).toBe(false);
    expect(readsNote(story.case, written, admin('batam'))).toBe(false);
  });

  it.each([
    ['nowhere', /known agency/],
    ['empty', /nobody works there/],
    ['roads', /another agency/],
  ])('does not go to %s', (toAgencyId, message) => {
    expect(() => inProgress().decide(roads, { ...toHealth, toAgencyId })).toThrow(message);
  });
});
