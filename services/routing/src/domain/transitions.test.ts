import { describe, expect, it } from 'vitest';
import type { CaseCommand } from './commands.ts';
import { EXAMPLES } from './fixtures/examples.ts';
import {
  admin,
  ANSWER,
  answered,
  assigned,
  closed,
  contextAt,
  filing,
  inProgress,
  officer,
  OPEN_TO_TRIAGE,
  REPORTER,
  START,
  Story,
  SYSTEM,
  unverified,
  words,
} from './fixtures/world.ts';
import { isLegal, legalCommands } from './legal.ts';
import { ROWS_OF_MEMBERS, TRANSITIONS } from './transitions.ts';

const roads = officer('roads');

describe('every row of the transition table', () => {
  it.each(TRANSITIONS.map((row) => [row.key, row] as const))('%s', (key, row) => {
    const example = EXAMPLES[key];
    if (example === undefined) throw new Error(`row ${key} has no example`);
    const story = example.given();
    const from = story.state?.status ?? 'none';
    expect(row.from).toContain(from);
    expect(row.command).toBe(example.when.type);
    const decision = story.decide(example.actor, example.when);
    expect(decision.events.map((event) => event.type)).toEqual([example.event].flat());
    expect(decision.state.status).toBe(example.status);
    if (example.holder !== undefined) expect(decision.state.holder.id).toBe(example.holder);
  });

  it('names each row once', () => {
    expect(new Set(TRANSITIONS.map((row) => row.key)).size).toBe(TRANSITIONS.length);
  });

  it('knows the rows it names for a case that follows another', () => {
    const keys = new Set(TRANSITIONS.map(({ key }) => key));
    for (const key of ROWS_OF_MEMBERS) expect(keys).toContain(key);
  });
});

describe('whose turn it is', () => {
  const time = contextAt(START, SYSTEM);

  it('offers each person what they may do now', () => {
    const state = assigned().case;
    expect(legalCommands(state, roads, time)).toEqual(['ask', 'return', 'follow_up', 'answer', 'note']);
    expect(legalCommands(state, REPORTER, time)).toEqual(['withdraw', 'set_privacy']);
    expect(legalCommands(state, admin('batam'), time)).toEqual([
      'dispose',
      'ask',
      'archive',
      'refer',
      'reclassify',
      'note',
      'reveal',
      'release_words',
      'withhold_words',
      'set_privacy',
      'merge',
    ]);
    // Where they work it goes on only further down; where nobody is left, an admin above passes it on, whatever was done there.
    const elsewhere = { type: 'dispose', agencyId: 'health' } as const;
    const atWork = inProgress();
    expect(isLegal(atWork.case, 'dispose', admin('batam'), time)).toBe(false);
    expect(() => assigned().does(admin('batam'), elsewhere)).toThrow('must be below the agency');
    const leftBehind = EXAMPLES['passed_on']!.given();
    expect(isLegal(leftBehind.case, 'dispose', admin('batam'), time)).toBe(true);
    expect(isLegal(leftBehind.case, 'dispose', admin('bp'), time)).toBe(false);
    expect(() => leftBehind.decide(admin('batam'), { ...elsewhere, agencyId: 'bp-roads' })).toThrow(
      'own part',
    );
    expect(legalCommands(state, officer('health'), time)).toEqual([]);
    expect(legalCommands(state, officer('batam', 'leader'), time)).toEqual([]);
    // The tree of agencies may change at any time; whether it has is seen in the directory.
    expect(legalCommands(state, SYSTEM, time)).toEqual([
      'withhold_words',
      'begin_erasure',
      'note_danger',
      'take_over',
      'follow_reported',
      'move_holder',
      'move_messages',
      'follow_category',
      'lead',
    ]);
    expect(legalCommands(state, { kind: 'reporter', trackingId: 'another' }, time)).toEqual([]);
  });

  it('lets whoever works where a case came back to decide: many tiers have no admin of their own', () => {
    const health = officer('health');
    const story = unverified()
      .does(admin('batam'), { type: 'dispose', agencyId: 'clinic' })
      .does(officer('clinic'), { type: 'return', words: words() });
    expect(story.case).toMatchObject({ status: 'returned', holder: { id: 'health' } });
    expect(legalCommands(story.case, health, time)).toEqual(['dispose', 'return', 'note']);
    // To take it on, to send it back, or further up; never into somebody else's part of the tree.
    for (const [agencyId, allowed] of [
      ['health', true],
      ['clinic', true],
      ['roads', false],
    ] as const) {
      const dispose = () => story.decide(health, { type: 'dispose', agencyId });
      if (allowed) expect(dispose).not.toThrow();
      else expect(dispose).toThrow(expect.objectContaining({ code: 'invalid' }));
    }
    expect(story.decide(health, { type: 'return', words: words() }).state.holder.id).toBe('batam');
    expect(legalCommands(story.case, officer('clinic'), time)).toEqual([]);
    expect(legalCommands(story.case, officer('health', 'leader'), time)).toEqual([]);
  });

  it('tells wrong moment from wrong person', () => {
    const story = closed();
    expect(() => story.decide(roads, ANSWER)).toThrow(
      expect.objectContaining({
        code: 'illegal',
        extra: { status: 'closed', legal: [], rule: expect.any(String) },
      }),
    );
    expect(() => assigned().decide(officer('health'), ANSWER)).toThrow(
      expect.objectContaining({ code: 'forbidden', extra: { legal: [] } }),
    );
    expect(() => new Story().decide(roads, ANSWER)).toThrow(expect.objectContaining({ code: 'not_found' }));
  });

  it('says in an illegal answer what would be legal', () => {
    expect(() => answered().decide(REPORTER, { type: 'rate', rating: 1 })).toThrow(
      expect.objectContaining({
        code: 'illegal',
        extra: {
          status: 'answered',
          legal: ['not_solved', 'solved', 'withdraw', 'set_privacy'],
          rule: 'this cannot be done while the case is answered',
        },
      }),
    );
    expect(isLegal(answered().case, 'solved', REPORTER, time)).toBe(true);
  });

  it('says where it stands to whoever was too late, though the command is one of now', () => {
    const city = admin('batam');
    const given = unverified().does(city, { type: 'dispose', agencyId: 'health' });
    const retyped = assigned().does(city, {
      type: 'reclassify',
      complaintType: 'information',
      words: words(),
    });
    const late = (story: Story, command: CaseCommand) => () => story.decide(city, command);
    const illegal = { code: 'illegal', extra: expect.objectContaining({ status: 'assigned' }) as object };
    for (const agencyId of ['health', 'roads'])
      expect(late(given, { type: 'dispose', agencyId })).toThrow(
        expect.objectContaining({ ...illegal, issues: [expect.objectContaining({ field: 'agencyId' })] }),
      );
    const again = { type: 'reclassify', complaintType: 'information', words: words() } as const;
    expect(late(retyped, again)).toThrow(expect.objectContaining(illegal));
    // Naming nothing is wrong at any time.
    expect(late(retyped, { type: 'reclassify', words: words() })).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    );
  });

  it('only the platform opens a case, and opening twice is nothing new', () => {
    const open: CaseCommand = { type: 'open', filing: filing(), jurisdiction: OPEN_TO_TRIAGE };
    expect(() => new Story().decide(roads, open)).toThrow(expect.objectContaining({ code: 'forbidden' }));
    expect(unverified().decide(SYSTEM, open).events).toEqual([]);
  });
});
