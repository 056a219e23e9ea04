import type { CollectionName, DocumentSource } from '@lapor/store';

/** A document as a service left it. */
export interface TemplateDocument {
  readonly name: CollectionName;
  readonly document: StoredDocument;
}

export type StoredDocument = Readonly<Record<string, unknown>> & { readonly _id: string };

/** A case that was lived through the front door, and all that the services keep of it. */
export interface Template {
  readonly trackingId: string;
  /** Who filed it with which words: what its entry in the vault is found by. */
  readonly filedBy: string;
  readonly documents: readonly TemplateDocument[];
}

export interface Wanted {
  readonly trackingIds: readonly string[];
  /** The vault's subject of a complaint. */
  readonly reporterIdOf: (filedBy: string) => string;
}

const COMPLAINTS: CollectionName = { service: 'intake', collection: 'complaints' };
const READ_AT_ONCE = 1_000;

/** What the services keep of some cases: every document that is named after the case, or after its reporter. */
export async function readTemplates(
  source: DocumentSource,
  { trackingIds, reporterIdOf }: Wanted,
): Promise<readonly Template[]> {
  const complaints = await source.find(COMPLAINTS, trackingIds);
  const templates = new Map<string, Template & { readonly documents: TemplateDocument[] }>();
  const owners = new Map<string, string>();
  for (const trackingId of trackingIds) {
    const filedBy = filedByOf(complaints.get(trackingId), trackingId);
    templates.set(trackingId, { trackingId, filedBy, documents: [] });
    owners.set(trackingId, trackingId);
    owners.set(reporterIdOf(filedBy), trackingId);
  }
  for (const name of await source.collections()) {
    for await (const documents of source.read(name, READ_AT_ONCE)) {
      for (const document of documents) {
        // "service.context:case", "case:3:reporter:email", "reporter:identity": one of the words is the owner's.
        const owner = document._id.split(':').find((word) => owners.has(word));
        const template = owner === undefined ? undefined : templates.get(owners.get(owner) ?? '');
        // A notice that waits for the morning would be due the moment it is copied, a million times over.
        if (document['open'] !== true) template?.documents.push({ name, document });
      }
    }
  }
  return [...templates.values()];
}

function filedByOf(complaint: Readonly<Record<string, unknown>> | undefined, trackingId: string): string {
  const state = complaint?.['state'] as { readonly filedBy?: unknown } | undefined;
  if (typeof state?.filedBy !== 'string')
    throw new Error(`the complaint ${trackingId} is not as we know them`);
  return state.filedBy;
}
