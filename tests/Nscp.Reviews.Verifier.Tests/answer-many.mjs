// One process for many bundles: a line in is {"zip": base64, "trust": [fingerprints]}, a line out is the second verifier's answer.
import { createInterface } from 'node:readline';
import { check } from './second-verifier.mjs';

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  console.log(JSON.stringify(check(Buffer.from(asked.zip, 'base64'), new Set(asked.trust))));
}
