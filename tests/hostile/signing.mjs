// Ids, digests, device keys and what they sign: core/sync/FORMAT.md, "The journal" and "Signatures".
import {createHash, createPublicKey, generateKeyPairSync, randomBytes, sign, verify} from 'node:crypto';
import {encode} from './cbor.mjs';

export const kNoDigest = '00'.repeat(32);
export const kP256 = 1;

export function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** A UUID of version 7 (RFC 9562) as 32 hexadecimal digits. */
export function uuid7(now = Date.now()) {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return bytes.toString('hex');
}

/** A device's key pair; `public` is the struct PublicKey. */
export function newKey() {
  const {privateKey, publicKey} = generateKeyPairSync('ec', {namedCurve: 'P-256'});
  const {x, y} = publicKey.export({format: 'jwk'});
  const bytes = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return {privateKey, public: {algorithm: kP256, bytes}};
}

function signedBytes(algorithm, prev, opDigest) {
  return encode(['gezhi operation', algorithm, Buffer.from(prev, 'hex'), Buffer.from(opDigest, 'hex')]);
}

/** The struct Signature of an operation's bytes by `key`; `prev` is hexadecimal. */
export function signOp(key, prev, op) {
  const bytes = sign('sha256', signedBytes(kP256, prev, sha256(op).toString('hex')),
                     {key: key.privateKey, dsaEncoding: 'ieee-p1363'});
  return {algorithm: kP256, prev, bytes};
}

function publicKeyObject(bytes) {
  const jwk = {kty: 'EC', crv: 'P-256', x: bytes.subarray(1, 33).toString('base64url'),
               y: bytes.subarray(33, 65).toString('base64url')};
  return createPublicKey({key: jwk, format: 'jwk'});
}

/** 'good', 'wrong', or 'unknown' for an algorithm that this reader does not know. */
export function checkSignature(publicKey, signature, opDigest) {
  if (signature.algorithm !== kP256 || publicKey.algorithm !== signature.algorithm) return 'unknown';
  if (publicKey.bytes.length !== 65 || publicKey.bytes[0] !== 4 || signature.bytes.length !== 64) return 'wrong';
  const signed = signedBytes(signature.algorithm, signature.prev, opDigest);
  try {
    const key = {key: publicKeyObject(publicKey.bytes), dsaEncoding: 'ieee-p1363'};
    return verify('sha256', signed, key, signature.bytes) ? 'good' : 'wrong';
  } catch {
    return 'wrong';  // 65 bytes that are no point of the curve
  }
}
