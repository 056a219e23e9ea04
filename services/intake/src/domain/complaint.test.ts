import { AppError } from '@lapor/kernel';
import { describe, expect, it } from 'vitest';
import { MAX_ATTACHMENTS } from './attachment.ts';
import {
  type Complaint,
  type ComplaintEvent,
  type Filing,
  TrackingIdTaken,
  decideAddMessage,
  decideFile,
  evolve,
} from './complaint.ts';
import {
  decideAddAttachments,
  decideDiscarded,
  decideNameEvidence,
  decideRemoveEvidence,
  decideUnnameEvidence,
} from './decide-photos.ts';

const filing: Filing = {
  type: 'complaint',
  channel: 'web',
  category: '',
  agencyId: '',
  areaCode: '21.71',
  anonymous: false,
  secret: false,
  protected: false,
  danger: false,
  reachable: true,
};
const text = { id: 'submission', digest: 'abc' };
const picture = (id: string) => ({ id, contentType: 'image/jpeg', width: 10, height: 10, sizeBytes: 99 });

function fold(...events: readonly ComplaintEvent[]): Complaint {
  const state = events.reduce<Complaint | undefined>(
    (before, event) => evolve(before, event, { at: '2024-05-01T01:00:00.000Z' }),
    undefined,
  );
  if (state === undefined) throw new Error('no events');
  return state;
}
const filed = () => fold(...decideFile(undefined, filing, text, 'command-1'));

describe('a complaint', () => {
  it('is filed once; another command must take another id', () => {
    expect(filed()).toMatchObject({ filedBy: 'command-1', submittedAt: '2024-05-01T01:00:00.000Z' });
    expect(() => decideFile(filed(), filing, text, 'command-2')).toThrow(TrackingIdTaken);
  });

  it('switches anonymity on when it is secret', () => {
    const [event] = decideFile(undefined, { ...filing, secret: true }, text, 'c');
    expect(event).toMatchObject({ data: { filing: { secret: true, anonymous: true } } });
  });

  it('takes messages and counts them', () => {
    const after = fold(
      ...decideFile(undefined, filing, text, 'c'),
      ...decideAddMessage(filed(), { id: 'm1', digest: 'd' }, false),
    );
    expect(after.messageCount).toBe(1);
    expect(() => decideAddMessage(undefined, text, false)).toThrow(AppError);
  });

  it('keeps a photo that a step named, and takes back one that none has', () => {
    const photos = ['A', 'B'].map((id) => ({ ...picture(id), byOfficer: true as const }));
    const before = [
      ...decideFile(undefined, filing, text, 'c'),
      ...decideAddAttachments(filed(), photos),
    ] as const;
    const named = [...before, ...decideNameEvidence(fold(...before), ['A'])] as const;
    expect(decideNameEvidence(fold(...named), ['A'])).toEqual([]);
    expect(() => decideRemoveEvidence(fold(...named), 'A')).toThrow(
      expect.objectContaining({ code: 'illegal' }),
    );
    const unnamed = fold(...named, ...decideUnnameEvidence(fold(...named), ['A', 'B']));
    expect(decideUnnameEvidence(unnamed, ['A'])).toEqual([]);
    expect(decideRemoveEvidence(unnamed, 'A')).toHaveLength(1);
    const left = fold(...named, ...decideRemoveEvidence(fold(...named), 'B'));
    // Whoever was storing it once more meanwhile stores it under another name.
    const again = [{ ...picture('B'), byOfficer: true as const }];
    expect(() => decideAddAttachments(left, again, 0)).toThrow(expect.objectContaining({ code: 'conflict' }));
    const back = [...decideAddAttachments(left, [{ ...again[0]!, name: 'B2' }], 1)] as const;
    expect(left.discarded).toEqual(['B']);
    const events = [...named, ...decideRemoveEvidence(fold(...named), 'B'), ...back] as const;
    const gone = fold(...events, ...decideDiscarded(fold(...events), ['B']));
    expect(gone.discarded).toBeUndefined();
    expect(decideDiscarded(gone, ['B'])).toEqual([]);
    expect(gone.attachments.map(({ name }) => name)).toEqual([undefined, 'B2']);
    expect(left.attachments.map(({ id }) => id)).toEqual(['A']);
    expect(() => decideNameEvidence(left, ['A', 'B'])).toThrow(expect.objectContaining({ code: 'invalid' }));
  });

  it('has five pictures at most, and the same one once', () => {
    let state = filed();
    for (let i = 0; i < MAX_ATTACHMENTS; i += 1)
      for (const event of decideAddAttachments(state, [picture(`p${i}`)]))
        state = evolve(state, event, { at: '2024-05-01T02:00:00.000Z' });
    expect(state.attachments).toHaveLength(MAX_ATTACHMENTS);
    expect(decideAddAttachments(state, [picture('p0')])).toEqual([]);
    expect(() => decideAddAttachments(state, [picture('p0'), picture('p9')])).toThrow(AppError);
  });

  it('takes all pictures of a request or none', () => {
    const pictures = ['a', 'b', 'c', 'd', 'e', 'f'].map(picture);
    expect(decideAddAttachments(filed(), pictures.slice(0, 5))).toHaveLength(5);
    expect(() => decideAddAttachments(filed(), pictures)).toThrow(AppError);
  });
});
