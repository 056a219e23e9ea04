import { globSync } from 'node:fs';
import type { DescMethod, DescService } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel as Level } from '@bufbuild/protobuf/wkt';
import { expect, test } from 'vitest';

/** What a call that only reads is called. */
const READ = /^(Get|List|Search|Resolve|Count|Preview|Read|Describe)[A-Z]/;

/** Reads that leave a mark, the same when it is left twice. */
const LEAVING_A_MARK = [
  // When a session was last used.
  'lapor.directory.v1.DirectoryService.ListSavedFilters',
  'lapor.directory.v1.DirectoryService.ListSessions',
  'lapor.directory.v1.DirectoryService.ResolveSession',
  // That its reporter has seen the answer.
  'lapor.routing.v1.RoutingService.GetCase',
];

async function allMethods(): Promise<readonly DescMethod[]> {
  const services = new Map<string, DescService>();
  for (const path of globSync('gen/lapor/**/*_pb.ts', { cwd: import.meta.dirname })) {
    const loaded = (await import(/* @vite-ignore */ new URL(path, import.meta.url).href)) as object;
    for (const value of Object.values(loaded)) {
      const service = value as DescService;
      if (service.kind === 'service') services.set(service.typeName, service);
    }
  }
  return [...services.values()].flatMap(({ methods }) => methods);
}

const nameOf = ({ parent, name }: DescMethod) => `${parent.typeName}.${name}`;

test('a call says that it may be repeated exactly when it is a read by its name', async () => {
  const methods = (await allMethods()).filter(({ methodKind }) => methodKind === 'unary');
  const reads = methods.filter(({ name }) => READ.test(name)).map(nameOf);
  const promised = methods.filter(({ idempotency }) => idempotency !== Level.IDEMPOTENCY_UNKNOWN).map(nameOf);
  expect(reads.length).toBeGreaterThan(50);
  expect(promised.sort()).toEqual(reads.sort());
});

test('reads that leave a mark say so', async () => {
  const marked = (await allMethods()).filter(({ idempotency }) => idempotency === Level.IDEMPOTENT);
  expect(marked.map(nameOf).sort()).toEqual(LEAVING_A_MARK);
});

test('a stream is not repeated: whoever reads it knows how far it came', async () => {
  const streams = (await allMethods()).filter(({ methodKind }) => methodKind !== 'unary');
  expect(streams.length).toBeGreaterThan(0);
  for (const method of streams) expect(method.idempotency, nameOf(method)).toBe(Level.IDEMPOTENCY_UNKNOWN);
});
