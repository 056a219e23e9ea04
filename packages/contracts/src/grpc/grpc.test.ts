import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { create } from '@bufbuild/protobuf';
import type { DescService } from '@bufbuild/protobuf';
import { AppError } from '@lapor/kernel';
import type { ErrorCode } from '@lapor/kernel';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CallerKind, CallerSchema, Role } from '../gen/lapor/common/v1/common_pb.ts';
import { EventsService } from '../gen/lapor/events/v1/events_pb.ts';
import { IntakeService } from '../gen/lapor/intake/v1/intake_service_pb.ts';
import type { CallContext, ServiceImplementation } from '../grpc-types.ts';
import { createClient, openChannel } from './client.ts';
import type { GrpcChannel } from './client.ts';
import { LocalServer, localChannel } from './local.ts';
import { addService } from './server.ts';
import type { ServerHooks } from './server.ts';

type Intake = ServiceImplementation<typeof IntakeService>;
type Events = ServiceImplementation<typeof EventsService>;

/** Where the calls go through. */
interface Way {
  readonly serve: <Service extends DescService>(
    service: Service,
    implementation: ServiceImplementation<Service>,
    hooks?: ServerHooks,
  ) => void;
  readonly listen: () => Promise<void>;
  readonly channel: GrpcChannel;
  readonly close: () => void;
}

function overSocket(): Way {
  const folder = mkdtempSync(join(tmpdir(), 'lapor-grpc-'));
  const address = `unix:${join(folder, 's.sock')}`;
  const server = new Server();
  const channel = openChannel({ address });
  return {
    serve: (service, implementation, hooks) => addService(server, service, implementation, hooks),
    listen: () =>
      new Promise((resolve, reject) => {
        server.bindAsync(address, ServerCredentials.createInsecure(), (error) =>
          error === null ? resolve() : reject(error),
        );
      }),
    channel,
    close() {
      channel.close();
      server.forceShutdown();
      rmSync(folder, { recursive: true });
    },
  };
}

function inProcess(): Way {
  const server = new LocalServer();
  return {
    serve: (service, implementation, hooks) => server.add(service, implementation, hooks),
    listen: () => Promise.resolve(server.open()),
    channel: localChannel(server),
    close: () => void server.close(0),
  };
}

async function failure(call: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof AppError)) throw new Error(`expected an AppError, got ${String(thrown)}`);
  return thrown;
}

const CODES: readonly ErrorCode[] = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'illegal',
  'unprocessable',
  'too_large',
  'unsupported',
  'rate_limited',
  'unavailable',
  'timeout',
];

describe.each([
  ['over a socket', overSocket],
  ['in one process', inProcess],
])('%s', (_name, open) => {
  let way: Way;
  beforeEach(() => {
    way = open();
  });
  afterEach(() => way.close());

  async function serveIntake(getSubmission: Intake['getSubmission']) {
    const absent = () => Promise.reject(new AppError('unsupported', 'not in this test'));
    way.serve(IntakeService, {
      getSubmission,
      getSubmissions: absent,
      getFiling: absent,
      getEvidencePhotos: absent,
      nameEvidencePhotos: absent,
      unnameEvidencePhotos: absent,
      addEvidencePhoto: absent,
      resolveContact: absent,
    });
    await way.listen();
    return createClient(IntakeService, way.channel);
  }

  async function serveEvents(replayEvents: Events['replayEvents']) {
    way.serve(EventsService, { getEvents: () => Promise.resolve({ events: [] }), replayEvents });
    await way.listen();
    return createClient(EventsService, way.channel);
  }

  test('a unary call carries request, caller and trace there, and the response back', async () => {
    let seen: CallContext | undefined;
    let aborted: boolean | undefined;
    const client = await serveIntake((request, context) => {
      seen = context;
      aborted = context.signal.aborted;
      return Promise.resolve({ title: `jalan berlubang ${request.trackingId}`, body: 'é — 🚧' });
    });
    const caller = create(CallerSchema, {
      kind: CallerKind.OFFICER,
      officerId: 'o1',
      role: Role.LIAISON,
      agencyPath: ['a', 'b'],
    });
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const response = await client.getSubmission({ trackingId: 'T1' }, { caller, traceparent });
    expect(response).toMatchObject({ title: 'jalan berlubang T1', body: 'é — 🚧', address: '' });
    expect(seen?.caller).toEqual(caller);
    expect(seen?.traceparent).toBe(traceparent);
    expect(aborted).toBe(false);
  });

  test('without metadata nobody is known', async () => {
    let seen: CallContext | undefined;
    const client = await serveIntake((_request, context) => {
      seen = context;
      return Promise.resolve({});
    });
    await client.getSubmission({});
    expect(seen?.caller.kind).toBe(CallerKind.UNSPECIFIED);
    expect(seen?.traceparent).toBeUndefined();
  });

  test.each(CODES)('an error %s comes back as it was thrown', async (code) => {
    const client = await serveIntake(() =>
      Promise.reject(
        new AppError(code, 'wilayah “21.71” tidak dikenal \ud800', {
          issues: [{ field: 'area', rule: 'must exist' }],
          extra: { legal: ['dispose', 'ask'] },
          retryable: code === 'illegal',
        }),
      ),
    );
    const error = await failure(client.getSubmission({}));
    expect(error).toMatchObject({
      code,
      message: 'wilayah “21.71” tidak dikenal \ufffd',
      issues: [{ field: 'area', rule: 'must exist' }],
      extra: { legal: ['dispose', 'ask'] },
      retryable: code === 'illegal',
    });
  });

  test.each([
    // A database that stumbled, as likely as a mistake of ours: who calls may try again.
    { thrown: new Error('password is hunter2'), retryable: true },
    {
      thrown: new AppError('internal', 'password is hunter2', { extra: { password: 'hunter2' } }),
      retryable: false,
    },
  ])('what happened inside stays inside: $thrown', async ({ thrown, retryable }) => {
    const client = await serveIntake(() => Promise.reject(thrown));
    const error = await failure(client.getSubmission({}));
    expect(error).toMatchObject({ code: 'internal', message: 'internal error', extra: {}, retryable });
  });

  test('more issues than a trailer holds are cut, not lost altogether', async () => {
    const issues = Array.from({ length: 2_000 }, (_, index) => ({
      field: `rows.${index}`,
      rule: 'must be a name',
    }));
    const client = await serveIntake(() => Promise.reject(new AppError('invalid', 'bad rows', { issues })));
    const error = await failure(client.getSubmission({}));
    expect(error.code).toBe('invalid');
    expect(error.issues.length).toBeGreaterThan(20);
    expect(error.issues).toEqual(issues.slice(0, error.issues.length));
  });

  test('a call ends at its deadline, and the handler hears of it', async () => {
    const aborted = Promise.withResolvers<void>();
    const client = await serveIntake(({ trackingId }, { signal }) => {
      if (trackingId === 'first') return Promise.resolve({});
      signal.addEventListener('abort', () => aborted.resolve());
      return new Promise(() => {});
    });
    // Connected: a deadline that passes before says that nobody is there.
    await client.getSubmission({ trackingId: 'first' });
    const error = await failure(client.getSubmission({}, { timeoutMilliseconds: 1_000 }));
    expect(error).toMatchObject({ code: 'timeout', retryable: true });
    await aborted.promise;
  });

  test('a call can be given up', async () => {
    const started = Promise.withResolvers<void>();
    const aborted = Promise.withResolvers<void>();
    const client = await serveIntake((_request, { signal }) => {
      signal.addEventListener('abort', () => aborted.resolve());
      started.resolve();
      return new Promise(() => {});
    });
    const controller = new AbortController();
    const call = failure(client.getSubmission({}, { signal: controller.signal }));
    await started.promise;
    controller.abort(new AppError('timeout', 'the reporter went away'));
    expect((await call).message).toBe('the reporter went away');
    await aborted.promise;
    expect((await failure(client.getSubmission({}, { signal: controller.signal }))).code).toBe('timeout');
  });

  test('a call made before the server is there waits for it', async () => {
    const client = createClient(IntakeService, way.channel);
    const early = client.getSubmission({ trackingId: 'T9' });
    await delay(150);
    await serveIntake((request) => Promise.resolve({ title: request.trackingId }));
    expect((await early).title).toBe('T9');
  });

  test('a call to a server that never comes ends at the deadline, as unavailable', async () => {
    const client = createClient(IntakeService, way.channel);
    const error = await failure(client.getSubmission({}, { timeoutMilliseconds: 100 }));
    expect(error).toMatchObject({ code: 'unavailable', retryable: true });
  });

  test('a method nobody implements is unsupported', async () => {
    await way.listen();
    const error = await failure(createClient(EventsService, way.channel).getEvents({}));
    expect(error.code).toBe('unsupported');
  });

  test('a stream arrives whole and in order, however slow the reader', async () => {
    const total = 5_000;
    const body = 'x'.repeat(500);
    let sent = 0;
    const client = await serveEvents(async function* replay() {
      for (let pubSeq = 1; pubSeq <= total; pubSeq++) {
        sent = pubSeq;
        yield { event: { pubSeq, body } };
      }
    });
    const seen: number[] = [];
    for await (const { event } of client.replayEvents({}, { timeoutMilliseconds: 50_000 })) {
      if (seen.length === 0) {
        await delay(100);
        // Flow control: the producer is held back, not buffered without bound.
        expect(sent).toBeLessThan(total);
      }
      seen.push(event?.pubSeq ?? 0);
    }
    expect(seen).toEqual(Array.from({ length: total }, (_, index) => index + 1));
  });

  test('an error in the middle of a stream comes after what was sent', async () => {
    const client = await serveEvents(async function* replay() {
      yield { event: { pubSeq: 1 } };
      throw new AppError('rate_limited', 'slowly');
    });
    const seen: number[] = [];
    const read = async () => {
      for await (const { event } of client.replayEvents({})) seen.push(event?.pubSeq ?? 0);
    };
    expect(await failure(read())).toMatchObject({ code: 'rate_limited', message: 'slowly', retryable: true });
    expect(seen).toEqual([1]);
  });

  test('a reader that leaves a stream stops the producer', async () => {
    const stopped = Promise.withResolvers<void>();
    const client = await serveEvents(async function* replay() {
      try {
        for (let pubSeq = 1; ; pubSeq++) yield { event: { pubSeq, body: 'x'.repeat(1_000) } };
      } finally {
        stopped.resolve();
      }
    });
    for await (const { event } of client.replayEvents({})) if (event?.pubSeq === 10) break;
    await stopped.promise;
  });

  test('hooks see each call and its error before it is masked', async () => {
    const seen: unknown[] = [];
    way.serve(
      IntakeService,
      { getSubmission: () => Promise.reject(new Error('the cause')) } as unknown as Intake,
      {
        async around({ service, method }, work) {
          await work().catch((error: unknown) => {
            seen.push(service, method, error instanceof Error ? error.message : error);
            throw error;
          });
        },
      },
    );
    await way.listen();
    const error = await failure(createClient(IntakeService, way.channel).getSubmission({}));
    expect(error.message).toBe('internal error');
    expect(seen).toEqual(['lapor.intake.v1.IntakeService', 'GetSubmission', 'the cause']);
  });
});
