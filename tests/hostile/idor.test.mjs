// Whose case it is not hears what he would hear of no case at all: roles × operations × cases of another grid, another
// unit, another street and the restricted class. Nothing is applied, and no answer of any address has a word of it.
import assert from 'node:assert/strict';
import {after, before, suite, test} from 'node:test';
import {kPlace, kStreet, Matter, photoOf, Street} from './street.mjs';
import {decodeStruct, encodeStruct, format, sha256, uuid7} from './wire.mjs';

const kToken = '金丝雀';  // with a number in every word and contact of a case, and of nothing else

let street;
before(async () => {
  street = await Street.open({people: 'visitor worker5 leader2 officer4 mediator1 handler_market handler_gas desk_elsewhere admin'});
});
after(() => street.remove());

// What an operation of each kind would say, with what its table asks for at least.
function plausible(kind, matter) {
  const text = '按照规定到现场看过，情况属实，已经处理完毕';
  const {task} = matter;
  const order = {id: uuid7(), kind: 'onsite', unit: 2004, lead: true, order: '到现场处置并拍照'};
  const full = {text, reason: text, task, tasks: [order], order, result: 'resolved', how: 'recovered', measure: 'bottle', amount: 1,
                confirmed: true, satisfaction: 'satisfied', into: uuid7(), other: uuid7(), again: uuid7(), field: 'text', value: text,
                least: 1, most: 1, what: '煤气瓶', thing: 1, to: '燃气公司', rung: 'remind', items: ['一项'], parties: [{role: '甲方'}],
                tier: 'village', informed: true, agreement: text, place: kPlace, resume_at: Date.now() + 86400000, office: '某某局', who: ['甲']};
  const members = format.structs.get(kind);
  const said = {};
  for (const {name, type} of members) {
    const value = full[name];
    if (value === undefined || (type.is === 'struct' && typeof value !== 'object')) continue;
    if ((type.is === 'text') !== (typeof value === 'string' && !['task', 'into', 'other', 'again'].includes(name) && type.is !== 'name of')) continue;
    if (type.is === 'name of' && ![...format.lists.get(type.of).values()].includes(value)) continue;
    said[name] = value;
  }
  return said;
}

// All that people do to a case that is there; of these nobody may do one to a case that is not his.
const kNew = new Set(['report_case', 'settle_on_spot', 'set_policy', 'set_units', 'set_grids', 'enroll_key']);
const kKinds = [...format.kinds.keys()].filter((kind) => !kNew.has(kind));

/** The outcome of each kind on `subject`, in the order of kKinds; and nothing of the case in the answer. */
async function outcomes(client, subject, matter) {
  const items = kKinds.map((kind) => client.make(kind, subject, plausible(kind, matter)).item);
  const {receipts, problems} = await client.pushRaw(items);
  assert.deepEqual(problems, []);
  return receipts.map(({outcome}) => `${outcome.refusal} ${outcome.detail}`);
}

/** Every address that gives something, asked by `client` for the case: no word of it. */
async function assertSilent(client, matter) {
  const {subject} = matter;
  const dashed = subject.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
  const digest = client.photo(matter.photo).digest;
  const answers = [];
  for (const grant of client.account.grants) {
    answers.push(await client.askJson('/api/sealed', {case: dashed, reason: '回电核实情况，了解煤气瓶的来源', shard: kStreet, ...grant}));
  }
  for (const answer of answers) assert.ok([400, 403, 404].includes(answer.status), `/api/sealed ${answer.status}`);
  for (const method of ['GET', 'HEAD', 'PUT']) {
    const answer = await client.ask(method, `/api/blob/${digest}`, {body: method === 'PUT' ? matter.photo : null});
    assert.equal(answer.status, 404, `${method} /api/blob`);
    answers.push(answer);
  }
  const cursors = [{}, {phase: 'open', horizon: 1}, {phase: 'closed', horizon: 1}, {phase: 'tail', horizon: 1, at: 1},
                   {phase: 'tail', at: matter.seen - 1, horizon: 1, case_at: 1, sent: 1}, {phase: 'open', horizon: matter.seen, at: matter.seen}];
  for (const cursor of cursors) {
    const request = client.request([], {cursors: [{shard: kStreet, ...cursor}]});
    answers.push(await client.post(encodeStruct('Request', request)));
  }
  for (const answer of answers) {
    assert.ok(!answer.body.includes(matter.token) && !answer.body.includes(matter.phone), 'a word of the case in an answer');
  }
  await client.pull();
  assert.equal(client.cases.get(subject)?.filter(({op}) => op.actor !== client.actor).length ?? 0, 0);
}

let shades = 0;
async function secretMatter(words, fields = {}) {
  const photo = photoOf(++shades);
  const [token, phone] = [`${kToken}${shades}号`, `138123456${70 + shades}`];
  const named = {digest: sha256(photo).toString('hex'), kind: 'near', size: photo.length, width: 1, height: 1};
  const matter = await Matter.report(street, {text: `${token}：${words}`, has_contact: true, photos: [named], ...fields},
                                     {contact: {name: token, phone}});
  assert.equal((await matter.reporter.upload(photo)).status, 200);
  return Object.assign(matter, {photo, token, phone, seen: matter.reporter.heads.get(kStreet)});
}

// Who would see it were it not restricted hears that it is, and nothing else.
const kGuarded = [/^restricted_class $/, 'case_unknown '];

function suiteFor(what, makeMatter, strangers) {
  suite(`hostile/idor: ${what}`, () => {
    let matter;
    before(async () => (matter = await makeMatter()));

    for (const name of strangers) {
      test(`${name} hears of it what is heard of a case that is not there`, async () => {
        const client = await street.person(name);
        const ofIt = await outcomes(client, matter.subject, matter);
        const ofNone = await outcomes(client, uuid7(), matter);
        assert.deepEqual(ofIt.map((said) => said.replace(...kGuarded)), ofNone);
        assert.deepEqual(ofIt.filter((said) => said.startsWith('none')), []);
        await assertSilent(client, matter);
      });
    }
  });
}

suiteFor('a dispatched case of one grid', async () => {
  const matter = await secretMatter('楼道里有一个煤气瓶，没有人看着');
  await matter.file();
  await matter.dispatch();
  return matter;
}, ['volunteer2', 'worker5', 'leader2', 'officer4', 'handler_gas', 'handler_market', 'desk_elsewhere', 'admin']);

suiteFor('a report of the restricted class', () => secretMatter('孩子夜里一个人在楼道里哭', {nature: 'dispute', restricted: 'minor'}),
         ['volunteer2', 'worker1', 'visitor', 'leader1', 'worker5', 'officer4', 'handler_gas', 'mediator1', 'desk_elsewhere', 'admin']);

suite('hostile/idor: the end', () => {
  test('who is not signed in gets nothing at all', async () => {
    const client = await street.person('volunteer2');
    client.cookies.clear();
    for (const [method, address] of [['GET', '/api/me'], ['POST', '/api/sync'], ['GET', `/api/blob/${'11'.repeat(32)}`], ['POST', '/api/sealed'],
                                     ['GET', '/api/pack'], ['GET', '/api/grid-report'], ['PUT', `/api/blob/${'11'.repeat(32)}`]]) {
      assert.equal((await client.ask(method, address, {body: method === 'GET' ? null : Buffer.from('{}')})).status, 401, address);
    }
    client.cookies.set('gezhi_session', 'ff'.repeat(32));
    assert.equal((await client.ask('GET', '/api/me')).status, 401);
  });

  test('the server serves, its log has no word of a case, and the journal is whole', async () => {
    await street.assertServes();
    await street.stop();
    assert.ok(!street.server.log.includes(kToken));
    street.assertWhole({gaps: true});
    const known = street.journal().some(({op}) => op.kind === format.kinds.get('report_case') && decodeStruct('report_case', op.payload).text.includes(kToken));
    assert.ok(known, 'the token is in no case: the test looked for nothing');
  });
});
