import { create } from '@bufbuild/protobuf';
import { CaseSnapshotSchema, CaseStatus } from '@lapor/contracts/routing/v1/case';
import { expect, test } from 'vitest';
import { isTheirTurn } from './remote-mornings.ts';

test.each([
  ['is worked on', CaseStatus.ASSIGNED, 'response', ['follow_up', 'note'], true],
  ['waits for its reporter', CaseStatus.HELD, 'silence', ['note'], false],
  ['waits for its reporter, who told of danger', CaseStatus.HELD, 'urgent', ['follow_up', 'note'], true],
  ['is answered', CaseStatus.ANSWERED, 'reply', ['note', 'reclassify'], false],
  ['is to be noted on alone', CaseStatus.ASSIGNED, 'response', ['note', 'nudge'], false],
])(
  'in the morning an officer is told of what is theirs to do: a case that %s',
  (_what, status, nextClock, legal, told) => {
    const snapshot = create(CaseSnapshotSchema, { status });
    expect(isTheirTurn({ snapshot, nextClock, legal })).toBe(told);
  },
);
