export { createClient, openChannel } from './client.ts';
export type { ChannelOptions, GrpcChannel } from './client.ts';
export { fromStatus, toStatus } from './error-status.ts';
export { addHealth } from './health.ts';
export { Health } from './gen/grpc/health/v1/health_pb.ts';
export type { HealthRegistry } from './health.ts';
export { addReflection } from './reflection.ts';
export { addService } from './server.ts';
export type { ServedCall, ServerHooks } from './server.ts';
