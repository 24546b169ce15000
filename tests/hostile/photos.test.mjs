// A photo's bytes go to who sees an operation that names them, and come from who named them or sees it; what is no
// photo, too large, not named, or tells more than a picture is not kept.
import assert from 'node:assert/strict';
import {after, before, suite, test} from 'node:test';
import {codeOf} from './client.mjs';
import {kPlace, Matter, photoOf, Street} from './street.mjs';
import {sha256} from './wire.mjs';

let street;
before(async () => (street = await Street.open({people: 'auditor1 worker5 leader2 handler_gas admin'})));
after(() => street.remove());

const named = (bytes, more = {}) => ({digest: sha256(bytes).toString('hex'), kind: 'near', size: bytes.length, width: 1, height: 1, ...more});

async function reported(client, photos) {
  const {receipt} = await client.report({nature: 'hazard', text: '楼道里堆满了纸箱，挡住了消防通道', place: kPlace, photos});
  return receipt.outcome.refusal;
}

/** A JPEG's head with an EXIF segment of `size` bytes. */
function withExif(size = 40) {
  const body = Buffer.concat([Buffer.from('Exif\0\0'), Buffer.alloc(size, 7)]);
  const length = Buffer.from([(body.length + 2) >> 8, (body.length + 2) & 255]);
  return Buffer.concat([kJpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, body, kJpeg.subarray(2)]);
}

const kJpeg = Buffer.from(
    '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP////////////////////////////////////////////////////////////////////////////////' +
    '//////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==', 'base64');

suite('hostile/photos: what is brought', () => {
  let volunteer;
  before(async () => (volunteer = await street.person('volunteer1')));

  test('nothing is kept that no operation names, or only a refused one', async () => {
    const bytes = photoOf(1);
    assert.deepEqual([(await volunteer.upload(bytes)).status, codeOf((await volunteer.upload(bytes)).body)], [404, 'photo_not_named']);
    const made = await volunteer.act('close_case', 'ab'.repeat(16), {text: '没有这样的案件'});
    assert.notEqual(made.outcome.refusal, 'none');
    const submitted = await volunteer.act('submit_task', 'ab'.repeat(16), {task: 'cd'.repeat(16), result: 'resolved', text: '处理完了', photos: [named(bytes)]});
    assert.notEqual(submitted.outcome.refusal, 'none');
    assert.equal((await volunteer.upload(bytes)).status, 404);
  });

  test('what is no photo, other bytes than were named, too large, or tells where and when is thrown away', async () => {
    const bad = {
      blob_not_photo: Buffer.from('<script>alert(1)</script>'.padEnd(400, ' ')),
      blob_tells_more: withExif(),
    };
    for (const [code, bytes] of Object.entries(bad)) {
      assert.equal(await reported(volunteer, [named(bytes)]), 'none');
      const answer = await volunteer.upload(bytes);
      assert.deepEqual([answer.status, codeOf(answer.body)], [400, code]);
      assert.equal((await volunteer.download(named(bytes).digest)).status, 404);
    }
    const honest = photoOf(2);
    assert.equal(await reported(volunteer, [named(honest)]), 'none');
    const other = await volunteer.upload(photoOf(3), named(honest).digest);
    assert.deepEqual([other.status, codeOf(other.body)], [400, 'blob_mismatch']);
    const large = Buffer.concat([honest, Buffer.alloc(3 << 20)]);
    assert.equal(await reported(volunteer, [named(large)]), 'none');
    const tooLarge = await volunteer.upload(large).catch((error) => ({status: error.code, body: Buffer.alloc(0)}));
    assert.ok([413, 'EPIPE', 'ECONNRESET'].includes(tooLarge.status), String(tooLarge.status));
    assert.equal((await volunteer.upload(honest)).status, 200);
  });

  test('pieces that do not fit are refused, and whole afterwards what fits', async () => {
    const bytes = photoOf(4);
    assert.equal(await reported(volunteer, [named(bytes)]), 'none');
    const digest = named(bytes).digest;
    const put = (first, piece, total = bytes.length) => volunteer.upload(piece, digest, {'Content-Range': `bytes ${first}-${first + piece.length - 1}/${total}`});
    assert.equal((await put(20, bytes.subarray(20))).status, 409);
    assert.equal((await put(0, bytes.subarray(0, 20))).status, 200);
    for (const range of ['bytes 5-1/60', 'bytes 0-99999999999/99999999999', 'bytes -1-2/3', 'bytes 18446744073709551615-1/2', 'lines 1-2/3']) {
      const answer = await volunteer.upload(bytes.subarray(20), digest, {'Content-Range': range});
      assert.ok([400, 409, 413].includes(answer.status), `${range}: ${answer.status}`);
    }
    assert.equal((await put(0, bytes.subarray(0, 20))).status, 200);
    const whole = await put(20, bytes.subarray(20));
    assert.deepEqual([whole.status, JSON.parse(whole.body.toString())], [200, {have: bytes.length, complete: true}]);
  });

  test('addresses that are no digest lead nowhere', async () => {
    for (const name of ['', '..', '../gezhi.db', '%2e%2e%2fgezhi.db', 'ff', `${'f'.repeat(64)}/x`, 'g'.repeat(64), '%00'.repeat(64)]) {
      const answer = await volunteer.ask('GET', `/api/blob/${name}`);
      assert.ok([400, 404].includes(answer.status), `${name}: ${answer.status}`);
    }
  });
});

suite('hostile/photos: who sees it', () => {
  const bytes = photoOf(9);
  const digest = named(bytes).digest;
  let matter;
  before(async () => (matter = await Matter.report(street, {photos: [named(bytes)]})));

  test('parts belong to the account that brought them', async () => {
    const {reporter, leader} = matter;
    const half = {'Content-Range': `bytes 0-29/${bytes.length}`};
    assert.equal((await reporter.upload(bytes.subarray(0, 30), digest, half)).status, 200);
    const ofOther = await leader.ask('HEAD', `/api/blob/${digest}`);
    assert.deepEqual([ofOther.status, ofOther.headers['upload-offset']], [404, '0']);
    const wrong = Buffer.from(bytes.subarray(0, 30)).fill(1, 20);
    assert.equal((await leader.upload(wrong, digest, half)).status, 200);
    const rest = {'Content-Range': `bytes 30-${bytes.length - 1}/${bytes.length}`};
    assert.equal((await reporter.upload(bytes.subarray(30), digest, rest)).status, 200);
  });

  test('who sees the case gets it, who does not gets what he gets for none', async () => {
    for (const name of ['volunteer1', 'desk1', 'leader1', 'auditor1']) {
      const answer = await (await street.person(name)).download(digest);
      assert.deepEqual([answer.status, answer.headers['cache-control']], [200, 'no-store'], name);
      assert.ok(answer.body.equals(bytes));
    }
    for (const name of ['volunteer2', 'worker5', 'leader2', 'handler_gas', 'admin']) {
      const client = await street.person(name);
      const [ofIt, ofNone] = [await client.download(digest), await client.download('ab'.repeat(32))];
      assert.deepEqual([ofIt.status, ofIt.body.toString()], [404, ofNone.body.toString()], name);
    }
  });

  test('naming somebody else\'s photo in an operation of one\'s own does not show it', async () => {
    const stranger = await street.person('volunteer2');
    await stranger.act('add_note', matter.subject, {text: '我也想看这张照片', photos: [named(bytes)]});
    assert.equal((await stranger.download(digest)).status, 404);
    // In an own report, which is applied: not before the same bytes were brought.
    assert.equal(await reported(stranger, [named(bytes)]), 'none');
    assert.equal((await stranger.download(digest)).status, 404);
    const wrong = await stranger.upload(Buffer.from(bytes).fill(1, 30), digest);
    assert.deepEqual([wrong.status, codeOf(wrong.body)], [400, 'blob_mismatch']);
    assert.equal((await stranger.download(digest)).status, 404);
    assert.equal((await stranger.upload(bytes, digest)).status, 200);
    assert.ok((await stranger.download(digest)).body.equals(bytes));
    assert.equal((await (await street.person('volunteer1')).download(digest)).status, 200);
  });

  test('the server serves, and the journal is whole', async () => {
    await street.assertServes();
    await street.stop();
    street.assertWhole();
  });
});
