import type { StoreConnection } from '@lapor/store';
import { openDocuments } from './documents.ts';
import type { Documents } from './documents.ts';

/** Tells replicas that something has changed: a number in one document, which they look at every few seconds. */
export interface ChangeNotice {
  /** Called after the change is written. */
  announce(): Promise<void>;
  /** Whether somebody has announced something since the last look, or it is time to read everything anew anyhow. */
  isDue(): Promise<boolean>;
}

interface NoticeDocument {
  readonly _id: string;
  readonly version: number;
}

/** A crash between a change and its notice is made good by this. Real time: it bounds how long a replica may not know. */
const ANYHOW_AFTER_MILLISECONDS = 60_000;

/** One notice for each subject: what a replica must read again. */
export function openChangeNotices(
  connection: StoreConnection,
): (subject: 'agencies-and-rules' | 'agency-keys') => ChangeNotice {
  const documents = openDocuments<NoticeDocument>(connection, 'change_notices');
  return (subject) => changeNotice(documents, subject);
}

function changeNotice(documents: Documents<NoticeDocument>, _id: string): ChangeNotice {
  let seen = -1;
  let readAt = performance.now();
  return {
    async announce() {
      await documents.updateOne({ _id }, { $inc: { version: 1 } }, { upsert: true });
    },
    async isDue() {
      const version = (await documents.findOne({ _id }))?.version ?? 0;
      const due = version !== seen || performance.now() - readAt > ANYHOW_AFTER_MILLISECONDS;
      seen = version;
      if (due) readAt = performance.now();
      return due;
    },
  };
}
