// Run by mongosh beside the server on every `docker compose up`: makes the replica set and its users where they are
// missing, and stops the start when the master key is not the one the database was filled under.
const { rootPassword, keyCheck, users } = JSON.parse(
  require('fs').readFileSync('/run/lapor/users.json', 'utf8'),
);
const HOST = '127.0.0.1:27017';
const MEMBER = 'mongo:27017';

function asRoot() {
  try {
    return new Mongo(`mongodb://root:${rootPassword}@${HOST}/admin?directConnection=true`).getDB('admin');
  } catch (error) {
    if (error.codeName === 'AuthenticationFailed' || error.code === 18) return undefined;
    throw error;
  }
}

function waitForPrimary(admin) {
  for (let left = 120; left > 0; left -= 1) {
    if (admin.hello().isWritablePrimary) return;
    sleep(250);
  }
  throw new Error('no primary after 30 seconds');
}

/** Until there is a user, whoever comes from the same machine may do this, and only this. */
function firstStart() {
  const admin = new Mongo(`mongodb://${HOST}/admin?directConnection=true`).getDB('admin');
  if (admin.hello().setName === undefined) {
    const members = [{ _id: 0, host: MEMBER }];
    try {
      admin.runCommand({ replSetInitiate: { _id: 'lapor', members } });
    } catch (error) {
      if (error.codeName !== 'AlreadyInitialized') throw error;
    }
  }
  waitForPrimary(admin);
  try {
    admin.runCommand({ createUser: 'root', pwd: rootPassword, roles: ['root'] });
  } catch (error) {
    if (error.codeName !== 'Unauthorized') throw error;
    stop('LAPOR_MONGO_ROOT_PASSWORD is not the one this database was made with.');
  }
  return asRoot();
}

function stop(reason) {
  print(`${reason} See "When secrets are lost" in deploy/README.md.`);
  quit(1);
}

const admin = asRoot() ?? firstStart();
waitForPrimary(admin);

const setup = admin.getSiblingDB('lapor_setup').getCollection('installation');
const known = setup.findOne({ _id: 'key-check' });
if (known !== null && known.value !== keyCheck) {
  stop('LAPOR_MASTER_KEY is not the one this database was filled under.');
}
if (known === null) {
  setup.insertOne({ _id: 'key-check', value: keyCheck }, { writeConcern: { w: 'majority', j: true } });
}

// A service reads and writes its own database, and no other's.
for (const { user, password, database } of users) {
  const roles = [{ role: 'readWrite', db: database }];
  if (admin.getUser(user) === null) admin.createUser({ user, pwd: password, roles });
  else admin.updateUser(user, { pwd: password, roles });
}
print('MongoDB is ready.');
