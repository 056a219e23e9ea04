import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client as RawClient, Server, ServerCredentials, credentials } from '@grpc/grpc-js';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { create } from '@bufbuild/protobuf';
import type { FileDescriptorProto } from '@bufbuild/protobuf/wkt';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RoutingService } from '../gen/lapor/routing/v1/routing_service_pb.ts';
import { createClient, openChannel } from './client.ts';
import { Health, HealthCheckResponse_ServingStatus as Status } from './gen/grpc/health/v1/health_pb.ts';
import { ServerReflection } from './gen/grpc/reflection/v1/reflection_pb.ts';
import type {
  ServerReflectionRequestSchema,
  ServerReflectionResponse,
} from './gen/grpc/reflection/v1/reflection_pb.ts';
import { ServerReflection as ServerReflectionAlpha } from './gen/grpc/reflection/v1alpha/reflection_pb.ts';
import { addHealth } from './health.ts';
import { addReflection } from './reflection.ts';
import { methodDefinition } from './server.ts';

let folder: string;
let address: string;
let server: Server;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lapor-grpc-'));
  address = `unix:${join(folder, 's.sock')}`;
  server = new Server();
});

afterEach(() => {
  server.forceShutdown();
  rmSync(folder, { recursive: true });
});

async function listen(): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error) =>
      error === null ? resolve() : reject(error),
    );
  });
}

test('health answers for the server and for each service', async () => {
  const health = addHealth(server);
  await listen();
  const channel = openChannel({ address });
  const client = createClient(Health, channel);
  expect((await client.check({})).status).toBe(Status.NOT_SERVING);
  health.set('', true);
  health.set('lapor.routing.v1.RoutingService', true);
  expect((await client.check({})).status).toBe(Status.SERVING);
  expect((await client.check({ service: 'lapor.routing.v1.RoutingService' })).status).toBe(Status.SERVING);
  await expect(client.check({ service: 'lapor.nobody' })).rejects.toMatchObject({ code: 'not_found' });
  channel.close();
});

test('health can be watched', async () => {
  const health = addHealth(server);
  await listen();
  const channel = openChannel({ address });
  const seen: Status[] = [];
  for await (const { status } of createClient(Health, channel).watch({ service: 'x' })) {
    seen.push(status);
    if (seen.length === 1) health.set('x', true);
    if (seen.length === 2) health.set('x', false);
    if (seen.length === 3) break;
  }
  expect(seen).toEqual([Status.SERVICE_UNKNOWN, Status.SERVING, Status.NOT_SERVING]);
  channel.close();
});

type Question = NonNullable<MessageInitShape<typeof ServerReflectionRequestSchema>['messageRequest']>;

async function ask(
  service: typeof ServerReflection | typeof ServerReflectionAlpha,
  questions: readonly Question[],
): Promise<readonly ServerReflectionResponse['messageResponse'][]> {
  const { path, requestSerialize, responseDeserialize } = methodDefinition(
    service.method.serverReflectionInfo,
  );
  const client = new RawClient(address, credentials.createInsecure());
  const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
  for (const messageRequest of questions) call.write({ messageRequest });
  call.end();
  const answers: ServerReflectionResponse['messageResponse'][] = [];
  for await (const answer of call) answers.push((answer as ServerReflectionResponse).messageResponse);
  client.close();
  return answers;
}

test.each([ServerReflection, ServerReflectionAlpha])(
  'reflection: $typeName describes every service',
  async (version) => {
    addReflection(server, [RoutingService, Health]);
    await listen();
    const [list, file, byName, extension, unknown] = await ask(version, [
      { case: 'listServices', value: '' },
      { case: 'fileContainingSymbol', value: 'lapor.routing.v1.RoutingService.OpenCase' },
      { case: 'fileByFilename', value: 'lapor/routing/v1/case.proto' },
      {
        case: 'fileContainingExtension',
        value: { containingType: 'google.protobuf.MessageOptions', extensionNumber: 50_001 },
      },
      { case: 'fileContainingSymbol', value: 'lapor.Nothing' },
    ]);
    expect(list?.value).toMatchObject({
      service: [{ name: 'lapor.routing.v1.RoutingService' }, { name: 'grpc.health.v1.Health' }],
    });
    const files = decodeFiles(file);
    // Complete: the whole schema can be built from the answer, as clients do.
    const registry = createFileRegistry(create(FileDescriptorSetSchema, { file: files }));
    expect(registry.getService('lapor.routing.v1.RoutingService')?.methods.map(({ name }) => name)).toEqual(
      RoutingService.methods.map(({ name }) => name),
    );
    expect(decodeFiles(byName).at(-1)?.name).toBe('lapor/routing/v1/case.proto');
    expect(decodeFiles(extension).at(-1)?.name).toBe('lapor/events/v1/events.proto');
    expect(unknown?.case).toBe('errorResponse');
  },
);

function decodeFiles(answer: ServerReflectionResponse['messageResponse'] | undefined): FileDescriptorProto[] {
  if (answer?.case !== 'fileDescriptorResponse') throw new Error(`got ${answer?.case}`);
  return answer.value.fileDescriptorProto.map((bytes) => fromBinary(FileDescriptorProtoSchema, bytes));
}
