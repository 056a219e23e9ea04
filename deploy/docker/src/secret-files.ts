import { createHmac } from 'node:crypto';
import { fromCurveSeed, fromSeed } from '@nats-io/nkeys';
import { SERVICES, mongoPassword, natsPassword } from './secrets.ts';
import type { Secrets, Service } from './secrets.ts';

/** A file that a container reads, in the volume of that container. */
export interface SecretFile {
  readonly volume: string;
  readonly name: string;
  readonly text: string;
  /** User and group of the process that reads it. */
  readonly owner: number;
}

const ROOT = 0;
/** `node` in the base image. */
const NODE = 1_000;
/** `mongodb` in the official image. */
const MONGODB = 999;

/** What each container must know, and nothing else of it. */
export function secretFiles(secrets: Secrets): readonly SecretFile[] {
  const of = (name: string): string => {
    const value = secrets[name];
    if (value === undefined) throw new Error(`there is no ${name}`);
    return value;
  };
  const masterKey = of('LAPOR_MASTER_KEY');
  const users = SERVICES.map((service) => ({
    user: service,
    password: of(mongoPassword(service)),
    database: `lapor_${service}`,
  }));
  return [
    { volume: 'mongo', name: 'key-file', text: of('LAPOR_MONGO_KEY_FILE'), owner: MONGODB },
    {
      volume: 'mongo',
      name: 'users.json',
      owner: MONGODB,
      text: JSON.stringify({
        rootPassword: of('LAPOR_MONGO_ROOT_PASSWORD'),
        keyCheck: keyCheck(masterKey),
        users,
      }),
    },
    {
      volume: 'nats',
      name: 'platform-users.conf',
      owner: ROOT,
      text: `users: [\n${SERVICES.map((service) => natsUser(service, of(natsPassword(service)))).join('')}]\n`,
    },
    {
      volume: 'nats',
      name: 'sys-users.conf',
      owner: ROOT,
      text: sysUsers(of('LAPOR_NATS_SYS_PASSWORD'), of('LAPOR_NATS_DOOR_PASSWORD')),
    },
    {
      volume: 'nats',
      name: 'auth-callout.conf',
      owner: ROOT,
      text: authCallout(of('LAPOR_NATS_DOOR_ISSUER'), of('LAPOR_NATS_DOOR_XKEY')),
    },
    { volume: 'nats', name: 'routes.conf', owner: ROOT, text: routes(of('LAPOR_NATS_ROUTE_PASSWORD')) },
    ...SERVICES.flatMap((service) => [
      { volume: service, name: 'master.key', text: `${masterKey}\n`, owner: NODE },
      { volume: service, name: 'env', text: environment(service, of), owner: NODE },
    ]),
    { volume: 'operator', name: 'master.key', text: `${masterKey}\n`, owner: ROOT },
    { volume: 'operator', name: 'env', text: operatorEnvironment(of), owner: ROOT },
  ];
}

/** Says whether a key is the one a database was filled under, and nothing about it. */
function keyCheck(masterKey: string): string {
  return createHmac('sha256', Buffer.from(masterKey, 'hex')).update('lapor/setup/key-check').digest('hex');
}

/** A service speaks for its own context alone; whom it listens to is decided by what it consumes. */
function natsUser(service: Service, password: string): string {
  const others = SERVICES.filter((other) => other !== service).map((other) => `"lapor.${other}.>"`);
  // What agencies are told of cases only the one that owns them says.
  if (service !== 'routing') others.push('"feed.>"');
  return `  { user: ${service}, password: "${password}", permissions: { publish: { deny: [${others.join(', ')}] } } }\n`;
}

/** `door` is the directory: it says who may come in as an agency's system, sees who is there, and cuts them off. */
function sysUsers(sysPassword: string, doorPassword: string): string {
  const publish = '"$SYS.REQ.SERVER.PING.CONNZ", "$SYS.REQ.SERVER.*.CONNZ", "$SYS.REQ.SERVER.*.KICK"';
  const subscribe = '"$SYS.REQ.USER.AUTH", "_INBOX_door.>"';
  const permissions = `publish: [${publish}], subscribe: [${subscribe}], allow_responses: true`;
  return [
    'users: [',
    `  { user: sys, password: "${sysPassword}" }`,
    `  { user: door, password: "${doorPassword}", permissions: { ${permissions} } }`,
    ']',
    '',
  ].join('\n');
}

/** Services and the directory are past the callout: they connect whether or not the directory is there. */
function authCallout(issuerSeed: string, xkeySeed: string): string {
  const text = new TextEncoder();
  const issuer = fromSeed(text.encode(issuerSeed)).getPublicKey();
  const xkey = fromCurveSeed(text.encode(xkeySeed)).getPublicKey();
  const past = ['sys', 'door', ...SERVICES].join(', ');
  return [
    'authorization {',
    '  timeout: 5',
    `  auth_callout { account: SYS, issuer: ${issuer}, xkey: ${xkey}, auth_users: [${past}] }`,
    '}',
    '',
  ].join('\n');
}

/** Who is no server of ours must not pass for one: it would see everything. */
function routes(password: string): string {
  const others = ['nats', 'nats-2', 'nats-3'].map((host) => `"nats-route://route:${password}@${host}:6222"`);
  return `authorization: { user: route, password: "${password}" }\nroutes: [${others.join(', ')}]\n`;
}

/** For the `lapor` command: whoever runs it moves everything there is. On NATS it only looks, as any service may. */
function operatorEnvironment(of: (name: string) => string): string {
  const mongo = `mongodb://root:${of('LAPOR_MONGO_ROOT_PASSWORD')}@mongo:27017/?replicaSet=lapor&authSource=admin`;
  const nats = `nats://reporting:${of(natsPassword('reporting'))}@nats:4222`;
  return `LAPOR_SERVERS='${mongo} ${nats}'\n`;
}

/** What the directory alone must know. The admin's password is used once, when there is no officer yet. */
const DIRECTORY = [
  'LAPOR_NATS_DOOR_PASSWORD',
  'LAPOR_NATS_DOOR_ISSUER',
  'LAPOR_NATS_DOOR_XKEY',
  'LAPOR_ADMIN_PASSWORD',
];

function environment(service: Service, of: (name: string) => string): string {
  const lines = [
    `LAPOR_MONGO_URL='mongodb://${service}:${of(mongoPassword(service))}@mongo:27017/?replicaSet=lapor&authSource=admin'`,
    "LAPOR_NATS_URL='nats://nats:4222'",
    `LAPOR_NATS_USER='${service}'`,
    `LAPOR_NATS_PASSWORD='${of(natsPassword(service))}'`,
    ...(service === 'directory' ? DIRECTORY.map((name) => `${name}='${of(name)}'`) : []),
  ];
  return `${lines.join('\n')}\n`;
}
