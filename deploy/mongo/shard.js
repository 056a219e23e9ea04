// Shards what grows with the number of cases, by sharding.json beside it; safe to run again. On a mongos, as an admin:
//   mongosh mongodb://… --file deploy/mongo/shard.js
const { readFileSync } = require('fs');
const path = require('path');
const plan = JSON.parse(readFileSync(path.join(__dirname, 'sharding.json'), 'utf8'));

for (const [service, collections] of Object.entries(plan)) {
  for (const [collection, { key }] of Object.entries(collections)) {
    if (key === null) continue;
    const namespace = `lapor_${service}.${collection}`;
    sh.shardCollection(namespace, key);
    print(`${namespace} by ${JSON.stringify(key)}`);
  }
}
