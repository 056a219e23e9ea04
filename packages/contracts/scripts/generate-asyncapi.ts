import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { EVENT_CATALOGUE, isForAgencies } from '../src/event-catalogue.ts';
import { agencyFeedDocument } from './asyncapi-document.ts';

// Writes what agencies' systems are told of their feed, out of the same proto files that the code is made from.

const here = join(import.meta.dirname, '..');
const built = execFileSync('buf', ['build', '../../proto', '-o', '-'], {
  cwd: here,
  maxBuffer: 64 * 1024 * 1024,
});
/** With the comments, which the generated code has not. */
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, built));
const events = [...EVENT_CATALOGUE.values()]
  .filter(({ context, type }) => context === 'routing' && isForAgencies(type))
  .map(({ type }) => {
    const message = registry.getMessage(type);
    if (message === undefined) throw new Error(`${type} is in no proto file`);
    return message;
  });
mkdirSync(join(here, 'asyncapi'), { recursive: true });
const text = JSON.stringify(agencyFeedDocument(events), null, 2);
writeFileSync(join(here, 'asyncapi/agency-feed.json'), `${text}\n`);
