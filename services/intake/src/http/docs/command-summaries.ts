import type { OFFICER_COMMANDS, REPORTER_COMMANDS } from '../schemas/schemas.ts';

/** What each command does, for the API document. */
export const REPORTER_SUMMARIES: Readonly<Record<keyof typeof REPORTER_COMMANDS, string>> = {
  solved: 'Say that the answer solved it; closes the case',
  'not-solved': 'Say that the answer did not solve it; it is worked on again',
  rating: 'Rate a closed case, once',
  reply: 'Answer the question the case waits for',
  reopen: 'Open a closed case again, until its reopenUntil',
  withdraw: 'Withdraw the complaint',
  object: 'Object, once, to its being set aside or classified anew',
  'hand-over': 'Hand a case that is unresolved for too long to the overseers of the place',
  'promise-kept': 'Say that what was promised has been done',
  privacy: 'Change who may see the name and the content',
};

export const OFFICER_SUMMARIES: Readonly<Record<keyof typeof OFFICER_COMMANDS, string>> = {
  dispose: 'Give the case to an agency below',
  ask: 'Ask the reporter one concrete question; the case waits',
  archive: 'Set the case aside, for one of the reasons there are',
  refer: 'Refer it to a body outside; final here',
  return: 'Hand it back up: not our authority',
  'follow-up': 'Record a real step: what was done, what comes next, and a date or evidence',
  answer: 'Answer the reporter',
  draft: 'Draft an answer for somebody else to release',
  'release-answer': 'Release a drafted answer',
  'send-back': 'Send a drafted answer back to whoever wrote it',
  reclassify: 'Change type, category or weight',
  objection: "Decide on the reporter's objection to how it was classified",
  promise: 'Record that what was promised has been done',
  note: 'Write a note, or a message to another agency; the reporter does not see it',
  nudge: 'Remind those who have the case',
  merge: 'Let it follow another case about the same matter',
  unmerge: 'Let it go its own way again',
  privacy: 'Protect the case, or end that: whether it is about a person in an office',
  'legal-hold': 'Keep everything of it from being destroyed',
  'lift-legal-hold': 'End that hold',
};
