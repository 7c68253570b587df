// A verifier of audit bundles written from docs/evidence.md alone: node second-verifier.mjs <zip> [--trust <fingerprint>]...
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { constants, inflateRawSync } from 'node:zlib';

class Misfit extends Error {}
const misfit = why => { throw new Misfit(why); };
const need = (holds, why) => holds || misfit(why);

const MOST_FILES = 1000, MOST_BYTES = 268435456, MOST_OF_A_FILE = 134217728, MOST_DEPTH = 65;
const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const hex = bytes => Buffer.from(bytes).toString('hex');

// ---- ZIP

function readZip(zip) {
  need(zip.length <= MOST_BYTES, 'too long');
  const end = zip.length - 22;
  need(end >= 0 && zip.readUInt32LE(end) === 0x06054b50, 'no ZIP, cut off, or something behind its end');
  const [disk, listDisk, onDisk, count] = [4, 6, 8, 10].map(at => zip.readUInt16LE(end + at));
  const [size, start] = [12, 16].map(at => zip.readUInt32LE(end + at));
  need(disk === 0 && listDisk === 0 && onDisk === count && zip.readUInt16LE(end + 20) === 0 && start + size === end, 'not in one piece');
  need(count >= 1 && count <= MOST_FILES, 'too many files, or none');

  const files = new Map();
  let [at, local, total] = [start, 0, 0];
  for (let i = 0; i < count; i++) {
    need(at + 46 <= end && zip.readUInt32LE(at) === 0x02014b50, 'the list of files is cut off');
    need(local + 30 <= start && zip.readUInt32LE(local) === 0x04034b50, 'a file does not begin where the one before it ends');
    need(zip.subarray(local + 4, local + 28).equals(zip.subarray(at + 6, at + 30)) && zip.readUInt32LE(at + 42) === local, 'the list and a file disagree');
    const [flags, method, nameLength] = [8, 10, 28].map(field => zip.readUInt16LE(at + field));
    const [packed, length] = [20, 24].map(field => zip.readUInt32LE(at + field));
    const data = local + 30 + nameLength;
    need(at + 46 + nameLength <= end && data + packed <= start, 'a file is longer than there is room');
    const name = zip.latin1Slice(at + 46, at + 46 + nameLength);
    need(name.length <= 100 && /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)?$/.test(name), 'a name that no file has');
    need(zip.latin1Slice(local + 30, data) === name, 'two names');
    need((flags & ~0b100000000110) === 0 && (method === 0 || method === 8), 'packed in another way');
    need(zip.readUInt16LE(local + 28) === 0 && [30, 32, 34].every(field => zip.readUInt16LE(at + field) === 0), 'extra fields, a comment or a disk');
    need(!files.has(name), `${name} twice`);
    total += length;
    need(length <= MOST_OF_A_FILE && total <= MOST_BYTES, 'unpacks to too much');
    files.set(name, unpack(zip.subarray(data, data + packed), method, length));
    [at, local] = [at + 46 + nameLength, data + packed];
  }
  need(at === end && local === start, 'bytes that belong to no file');
  return files;
}

function unpack(data, method, length) {
  let bytes = data;
  if (method === 8) {
    try {
      bytes = inflateRawSync(data, { maxOutputLength: length + 1, finishFlush: constants.Z_SYNC_FLUSH });
    } catch {
      misfit('cannot be unpacked');
    }
  }
  return need(bytes.length === length, 'another length than told') && bytes;
}

// ---- JSON: numbers stay as they are written

const RawNumber = class { constructor(text) { this.text = text; } };

function parse(bytes) {
  let text, at = 0;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    misfit('not UTF-8');
  }
  const space = () => { while (' \t\n\r'.includes(text[at]) && at < text.length) at++; };
  const word = (token, means) => { need(text.startsWith(token, at), 'no JSON'); at += token.length; return means; };
  const isNext = token => { space(); const is = text[at] === token; if (is) at++; return is; };
  const expect = token => need(isNext(token), 'no JSON');

  function string() {
    need(text[at] === '"', 'no JSON');
    const from = ++at;
    let parts = '', plain = from;
    for (;; at++) {
      need(at < text.length && text.charCodeAt(at) >= 0x20, 'no JSON');
      if (text[at] === '"') break;
      if (text[at] !== '\\') continue;
      parts += text.slice(plain, at);
      const short = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }[text[++at]];
      if (short !== undefined) parts += short;
      else {
        need(/^u[0-9a-fA-F]{4}$/.test(text.slice(at, at + 5)), 'no JSON');
        parts += String.fromCharCode(parseInt(text.slice(at + 1, at + 5), 16));
        at += 4;
      }
      plain = at + 1;
    }
    parts += text.slice(plain, at++);
    need(!/\p{Surrogate}/u.test(parts), 'half of a character');
    return parts;
  }

  function value(depth) {
    space();
    const first = text[at];
    if (first === '{' || first === '[') need(depth < MOST_DEPTH, 'nested too deep');
    if (first === '{') {
      const fields = new Map();
      at++;
      if (isNext('}')) return fields;
      do {
        space();
        const name = string();
        need(!fields.has(name), 'a field twice');
        expect(':');
        fields.set(name, value(depth + 1));
      } while (isNext(','));
      expect('}');
      return fields;
    }
    if (first === '[') {
      const items = [];
      at++;
      if (isNext(']')) return items;
      do items.push(value(depth + 1)); while (isNext(','));
      expect(']');
      return items;
    }
    if (first === '"') return string();
    if (first === 't') return word('true', true);
    if (first === 'f') return word('false', false);
    if (first === 'n') return word('null', null);
    const number = /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
    number.lastIndex = at;
    const found = number.exec(text) ?? misfit('no JSON');
    at += found[0].length;
    return new RawNumber(found[0]);
  }

  const whole = value(0);
  space();
  need(at === text.length, 'no JSON');
  return whole;
}

const ESCAPES = { '"': '\\"', '\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\f': '\\f', '\r': '\\r' };
const quote = text => `"${text.replace(/[\u0000-\u001f"\\]/g, one => ESCAPES[one] ?? `\\u00${one.charCodeAt(0).toString(16).padStart(2, '0')}`)}"`;

function canonical(value, without) {
  if (value instanceof RawNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(item => canonical(item)).join(',')}]`;
  if (!(value instanceof Map)) return typeof value === 'string' ? quote(value) : String(value);
  const names = [...value.keys()].filter(name => name !== without).sort((a, b) => (a < b ? -1 : 1));
  return `{${names.map(name => `${quote(name)}:${canonical(value.get(name))}`).join(',')}}`;
}

// ---- Fields of the bundle's own objects

const isHash = text => typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);
const kinds = {
  text: value => typeof value === 'string',
  flag: value => typeof value === 'boolean',
  json: () => true,
  number: value => value instanceof RawNumber && /^[0-9]+$/.test(value.text) && BigInt(value.text) < 1n << 53n,
  hash: isHash,
  signature: value => typeof value === 'string' && /^[0-9a-f]{128}$/.test(value),
  uuid: value => typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
  instant: value => typeof value === 'string' && microseconds(value) !== null,
  base64: value => typeof value === 'string' && Buffer.from(value, 'base64').toString('base64') === value,
  list: Array.isArray,
  object: value => value instanceof Map,
};

function fields(value, mandatory, optional = {}) {
  need(value instanceof Map, 'no object');
  for (const name of value.keys()) need(name in mandatory || name in optional, `the field ${name} does not belong there`);
  const read = {};
  for (const [name, kind] of Object.entries({ ...mandatory, ...optional })) {
    if (!value.has(name)) {
      need(name in optional, `${name} is missing`);
      continue;
    }
    const found = value.get(name);
    need(kinds[kind](found), `${name} is not as it must be`);
    read[name] = kind === 'number' ? BigInt(found.text) : found;
  }
  return read;
}

const hashes = list => list.map(item => need(isHash(item), 'a list of hashes is not as it must be') && Buffer.from(item, 'hex'));

function microseconds(text) {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{6})Z$/.exec(text);
  if (!parts) return null;
  const [year, month, day, hour, minute, second, fraction] = parts.slice(1).map(Number);
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month < 1 || month > 12 || day < 1 || day > [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] || hour > 23 || minute > 59 || second > 59) return null;
  // Days since 1 March 0000, when a year that begins in March ends with its leap day.
  const y = month > 2 ? year : year - 1;
  const days = 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return BigInt((days - 730425) * 86400 + hour * 3600 + minute * 60 + second) * 1000000n + BigInt(fraction);
}

// ---- Hashes

const int64 = number => { const bytes = Buffer.alloc(8); bytes.writeBigInt64BE(number); return bytes; };

function field(bytes) {
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes == null ? -1 : bytes.length);
  return bytes == null ? length : Buffer.concat([length, bytes]);
}

export function canonicalBytes(previous, event) {
  const text = value => (value === undefined ? null : Buffer.from(value, 'utf8'));
  const uuid = value => Buffer.from(value.replaceAll('-', ''), 'hex');
  return Buffer.concat([
    Buffer.from('es1'), field(previous), field(text(event.tenant)), field(uuid(event.stream)), field(int64(event.version)), field(uuid(event.id)), field(text(event.type)),
    field(text(canonical(event.data))), field(event.binary === undefined ? null : Buffer.from(event.binary, 'base64')), field(int64(microseconds(event.timestamp))),
    field(text(event.dotnetType)), field(text(event.correlation)), field(text(event.causation)), field(text(event.userName)), field(int64(event.archived ? 1n : 0n)),
    field('headers' in event ? text(canonical(event.headers, 'hash')) : null),
  ]);
}

const leafOf = (sequence, hash) => sha256(Buffer.of(0), int64(sequence), hash);
const node = (left, right) => sha256(Buffer.of(1), left, right);

function includes(root, size, index, leaf, path) {
  if (index >= size) return false;
  let [f, s, r] = [index, size - 1n, leaf];
  for (const p of path) {
    if (s === 0n) return false;
    if (f % 2n === 1n || f === s) {
      r = node(p, r);
      while (f % 2n === 0n && f !== 0n) [f, s] = [f / 2n, s / 2n];
    } else r = node(r, p);
    [f, s] = [f / 2n, s / 2n];
  }
  return s === 0n && r.equals(root);
}

function isConsistent(m, a, n, b, path) {
  if (m < 1n || m > n) return false;
  if (m === n) return path.length === 0 && a.equals(b);
  if (path.length === 0) return false;
  const whole = (m & (m - 1n)) === 0n ? [a, ...path] : path;
  let [f, s] = [m - 1n, n - 1n];
  while (f % 2n === 1n) [f, s] = [f / 2n, s / 2n];
  let [x, y] = [whole[0], whole[0]];
  for (const p of whole.slice(1)) {
    if (s === 0n) return false;
    if (f % 2n === 1n || f === s) {
      [x, y] = [node(p, x), node(p, y)];
      while (f % 2n === 0n && f !== 0n) [f, s] = [f / 2n, s / 2n];
    } else y = node(y, p);
    [f, s] = [f / 2n, s / 2n];
  }
  return x.equals(a) && y.equals(b) && s === 0n;
}

// ---- Keys and heads

const SPKI = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex');

function readKey(name, bytes) {
  const pem = bytes.latin1Slice();
  const body = /^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=\n]+)\n-----END PUBLIC KEY-----\n$/.exec(pem)?.[1] ?? misfit('no public key');
  const der = Buffer.from(body.replaceAll('\n', ''), 'base64');
  need(der.length === 91 && der.subarray(0, SPKI.length).equals(SPKI), 'no key on P-256');
  need(der.toString('base64').match(/.{1,64}/g).join('\n') === body, 'not as a PEM is written');
  const fingerprint = hex(sha256(der));
  need(name === `keys/${fingerprint}.pem`, 'another key than its name');
  try {
    return [fingerprint, createPublicKey({ key: der, format: 'der', type: 'spki' })];
  } catch {
    return misfit('no point of the curve');
  }
}

function signed(keys, fingerprint, bytes, signature) {
  const key = keys.get(fingerprint) ?? misfit(`the key ${fingerprint} is not there`);
  return verifySignature('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'hex'));
}

const HEAD = { log: 'uuid', number: 'number', size: 'number', root: 'hash', upTo: 'number', sealedAt: 'instant', key: 'hash', signature: 'signature' };
const toSign = head => Buffer.from(
  `es tree head v1\nlog ${head.log}\nnumber ${head.number}\nsize ${head.size}\nroot ${head.root}\nup-to ${head.upTo}\nsealed-at ${head.sealedAt}\n`);

// ---- The checks

const MANIFEST = { format: 'text', about: 'list', madeAt: 'instant', key: 'hash', newestHead: 'number', streams: 'list', files: 'list' };
const EVENT = { sequence: 'number', id: 'uuid', tenant: 'text', stream: 'uuid', version: 'number', type: 'text', data: 'json', timestamp: 'instant', archived: 'flag' };
const COLUMNS = { headers: 'json', dotnetType: 'text', correlation: 'text', causation: 'text', userName: 'text', binary: 'base64' };
const noneTwice = list => new Set(list).size === list.length;

function steps(zip, trusted, b) {
  return {
    zip: () => { b.files = readZip(zip); },
    manifest: () => {
      for (const name of ['manifest.json', 'manifest.sig', 'events.jsonl', 'proofs.json', 'heads.json']) need(b.files.has(name), `there is no ${name}`);
      b.manifest = fields(parse(b.files.get('manifest.json')), MANIFEST);
      need(b.manifest.format === 'es-audit-bundle/1', 'another format');
      b.about = b.manifest.about.map(note => fields(note, { name: 'text', text: 'text' }));
      b.streams = b.manifest.streams.map(stream => fields(stream, { name: 'text', tenant: 'text', id: 'uuid', lastVersion: 'number' }));
      b.named = b.manifest.files.map(file => fields(file, { name: 'text', length: 'number', sha256: 'hash' }));
    },
    files: () => {
      const names = b.named.map(file => file.name);
      need(noneTwice(names) && !names.includes('manifest.json') && !names.includes('manifest.sig'), 'a file named twice, or itself');
      for (const name of names) need(b.files.has(name), `${name} is not there`);
      need(b.files.size === names.length + 2, 'a file that is not named');
    },
    digests: () => {
      for (const { name, length, sha256: digest } of b.named)
        need(BigInt(b.files.get(name).length) === length && hex(sha256(b.files.get(name))) === digest, `${name} is another`);
    },
    keys: () => { b.keys = new Map([...b.files].filter(([name]) => name.startsWith('keys/')).map(([name, bytes]) => readKey(name, bytes))); },
    signature: () => {
      const text = b.files.get('manifest.sig').latin1Slice();
      need(/^[0-9a-f]{128}\n$/.test(text), 'no signature');
      need(signed(b.keys, b.manifest.key, b.files.get('manifest.json'), text.slice(0, 128)), 'not signed by that key');
    },
    heads: () => {
      const { newest, earlier } = fields(parse(b.files.get('heads.json')), { newest: 'object', earlier: 'list' });
      b.newest = fields(newest, HEAD);
      b.earlier = earlier.map(item => fields(item, { head: 'object', consistency: 'list' })).map(item => ({ head: fields(item.head, HEAD), path: hashes(item.consistency) }));
      need(b.newest.number === b.manifest.newestHead, 'another newest head');
      for (const head of [...b.earlier.map(item => item.head), b.newest]) need(signed(b.keys, head.key, toSign(head), head.signature), `head ${head.number} is not signed by its key`);
    },
    consistency: () => {
      let before = 0n;
      for (const { head, path } of b.earlier) {
        need(head.log === b.newest.log && head.number > before && head.number < b.newest.number && head.upTo <= b.newest.upTo, 'another log, or out of order');
        need(isConsistent(head.size, Buffer.from(head.root, 'hex'), b.newest.size, Buffer.from(b.newest.root, 'hex'), path), `head ${head.number} is not the newest's beginning`);
        before = head.number;
      }
    },
    events: () => {
      b.events = lines(b.files.get('events.jsonl')).map(line => fields(parse(line), EVENT, COLUMNS));
      need(b.streams.length > 0 && noneTwice(b.streams.map(stream => JSON.stringify([stream.tenant, stream.id]))), 'no stream, or one twice');
      let at = 0;
      for (const { tenant, id, lastVersion } of b.streams) {
        need(lastVersion > 0n, 'a stream without events');
        for (let [version, last] = [1n, 0n]; version <= lastVersion; version++, at++) {
          const event = b.events[at] ?? misfit('events are missing');
          need(event.tenant === tenant && event.stream === id && event.version === version && event.sequence > last, 'an event out of place');
          last = event.sequence;
        }
      }
      need(at === b.events.length, 'events of no stream');
    },
    chain: () => {
      b.hashes = new Map();
      b.withoutHash = 0;
      let previous = null;
      for (const event of b.events) {
        const hash = sha256(canonicalBytes(event.version === 1n ? null : previous, event));
        const recorded = event.headers instanceof Map ? event.headers.get('hash') : undefined;
        if (!isHash(recorded)) b.withoutHash++;
        else need(recorded === hex(hash), `version ${event.version} is not as it was recorded`);
        need(!b.hashes.has(event.sequence), 'a number twice');
        b.hashes.set(event.sequence, hash);
        previous = hash;
      }
    },
    proofs: () => {
      const { sealed, unsealed } = fields(parse(b.files.get('proofs.json')), { sealed: 'list', unsealed: 'list' });
      b.leaves = sealed.map(leaf => fields(leaf, { sequence: 'number', index: 'number', hash: 'hash', path: 'list' })).map(leaf => ({ ...leaf, path: hashes(leaf.path) }));
      b.unsealed = unsealed.map(number => need(kinds.number(number), 'no number') && BigInt(number.text));
      const left = new Set(b.hashes.keys());
      let last = { sequence: -1n, index: -1n };
      for (const leaf of b.leaves) {
        need(left.delete(leaf.sequence) && hex(b.hashes.get(leaf.sequence)) === leaf.hash, 'a proof of another event');
        need(leaf.sequence > last.sequence && leaf.index > last.index && leaf.sequence <= b.newest.upTo, 'a proof out of order');
        last = leaf;
      }
      for (const number of b.unsealed) need(left.delete(number) && number > b.newest.upTo, 'an event without a proof');
      need(left.size === 0, 'an event without a proof');
    },
    inclusion: () => {
      for (const leaf of b.leaves)
        need(includes(Buffer.from(b.newest.root, 'hex'), b.newest.size, leaf.index, leafOf(leaf.sequence, b.hashes.get(leaf.sequence)), leaf.path), `the proof of ${leaf.sequence} does not lead to the root`);
    },
    trust: () => need(trusted.size === 0 || (trusted.has(b.manifest.key) && trusted.has(b.newest.key)), `signed by ${b.manifest.key}, its newest head by ${b.newest.key}`),
  };
}

function lines(bytes) {
  const found = [];
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(10, from);
    need(end >= 0, 'the last line does not end');
    found.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return found;
}

/** What it answers: the exit code, the number of the check that found a misfit (0 when none did), and a sentence. */
export function check(zip, trusted) {
  const bundle = {};
  for (const [number, [name, step]] of Object.entries(steps(zip, trusted, bundle)).entries()) {
    try {
      step();
    } catch (e) {
      if (!(e instanceof Misfit)) throw e;
      return { code: 1, check: number + 1, says: `Does not fit: ${e.message} (check ${number + 1}: ${name})` };
    }
  }
  const counts = { events: bundle.events.length, unsealed: bundle.unsealed.length, withoutHash: bundle.withoutHash, head: Number(bundle.newest.number), key: bundle.manifest.key };
  const signers = bundle.newest.key === bundle.manifest.key ? bundle.manifest.key : `${bundle.manifest.key}, its newest head by ${bundle.newest.key}`;
  return trusted.size > 0
    ? { code: 0, check: 0, says: `Verified: ${bundle.about.map(note => `${note.name} ${note.text}`).join(', ')}.`, ...counts }
    : { code: 2, check: 0, says: `Consistent, signed by ${signers}: compare it with the published one.`, ...counts };
}

function main(given) {
  const [files, trusted] = [[], new Set()];
  for (let at = 0; at < given.length; at++) {
    if (given[at] !== '--trust') files.push(given[at]);
    else trusted.add((given[++at] ?? '').replace(/[: ]/g, '').toLowerCase());
  }
  if (files.length !== 1 || files[0].startsWith('--') || [...trusted].some(one => !isHash(one))) {
    console.error('second-verifier.mjs <zip> [--trust <fingerprint>]...');
    return 64;
  }
  let zip;
  try {
    zip = readFileSync(files[0]);
  } catch (e) {
    console.error(`The file ${files[0]} cannot be read: ${e.message}`);
    return 64;
  }
  const answer = check(zip, trusted);
  console.log(answer.says.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?'));
  return answer.code;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = main(process.argv.slice(2));
