// The real app among people who mean it harm: one honest phone on a street where hostile accounts leave what is admitted
// and odd, and behind somebody who meddles with what passes between it and the server. After each its page lives, shows
// what the street has, hands in what was written, and comes to "in sync"; nothing that others wrote is more than words.
import assert from 'node:assert/strict';
import {after, before, suite, test} from 'node:test';
import {byRole, closeBrowser, fill, openPhone, press, rested, screenshot, see, until} from '../web/harness.mjs';
import {choose, go, kHere, onPhone, saysSource, searchPlace, signIn} from '../web/people.mjs';
import {deskDoes} from '../web/steps.mjs';
import {Dice, kOddWords} from './dice.mjs';
import {kDelays, kFailures, kLies, kPokes, Meddler} from './meddler.mjs';
import {kOther, kPlace, kPoint, kStreet, photoOf, pngOf, Street} from './street.mjs';
import {decodeStruct, encode, format, kindName, raw, toMap, uuid7} from './wire.mjs';

const kName = 'desk_of_both';
const kSeed = Number(process.env.GEZHI_HOSTILE_SEED ?? 11);
const kWait = 20000;
// The browser reports each request that fails, the app each answer that is none. Anything else is a fault.
const kReported = /Failed to load resource|WebSocket connection|net::ERR_|^gezhi: (sync|photo): /;

let street;
let meddler;
let phone;
before(async () => {
  street = await Street.open({people: kName, web: true, args: ['--operations', '0']});
  meddler = await Meddler.before(street.server.url);
  phone = await onPhone(meddler, kName, kHere);
});
after(async () => {
  await closeBrowser();
  await meddler?.stop();
  await street?.remove();
});

// ---- what must hold of the page ----

/** The page lives, nothing in it is more than words, and nothing that somebody wrote pushes the rest aside. */
async function assertSound({page, errors}) {
  await rested(page);
  const found = await page.evaluate(() => {
    const mirror = document.getElementById('mirror');
    const all = [...mirror.querySelectorAll('*')];
    const inside = (el) => {
      const box = el.getBoundingClientRect();
      return box.width > 0 && box.left >= -1 && box.right <= innerWidth + 1 && box.top >= -1 && box.bottom <= innerHeight + 1;
    };
    return {
      ready: document.documentElement.dataset.ready !== undefined,
      poisoned: globalThis.poisoned,
      strange: all.filter((el) => /^(SCRIPT|IMG|IFRAME|SVG|OBJECT|EMBED|STYLE|LINK|B)$/i.test(el.tagName)).map((el) => el.outerHTML.slice(0, 80)),
      links: all.filter((el) => el.href && !/^(tel:|https?:\/\/127\.0\.0\.1)/.test(el.href)).map((el) => el.href),
      wide: document.documentElement.scrollWidth - innerWidth,
      high: all.filter((el) => /^(button|tab|row)$/.test(el.gz?.role)).map((el) => Math.round(el.getBoundingClientRect().height)).filter((height) => height > 300),
      title: [...mirror.querySelectorAll('h1')].some(inside),
      status: [...mirror.querySelectorAll('header button')].some(inside),
    };
  });
  assert.deepEqual(found, {ready: true, poisoned: undefined, strange: [], links: [], wide: 0, high: [], title: true, status: true});
  assert.deepEqual(errors.filter((error) => !kReported.test(error)), []);
}

/** What a list of the desk says: the number on its tab, and its rows in sight. */
async function listOf({page}) {
  await go(page, '/desk');
  const tab = page.getByRole('tab', {name: /^全部 /}).first();
  await press(tab);
  await until('all are chosen', async () => (await tab.getAttribute('aria-selected')) === 'true', kWait);
  await rested(page);
  return {count: Number((await tab.textContent()).match(/\d+/)[0]), rows: await page.getByRole('main').getByRole('list').first().getByRole('button').allInnerTexts()};
}

/** How many cases this account sees, by a client that keeps to the format pages. */
async function casesOf(name) {
  const client = await street.person(name);
  const seen = new Set();
  for (const {entry, op} of [...client.cases.values()].flat()) {
    if (kindName(op.kind) === 'report_case' && entry.outcome.refusal === 'none') seen.add(`${op.shard} ${op.subject}`);
  }
  return seen.size;
}

/** The phone has all of the street, and a new one has the same. */
async function assertSeesAll() {
  await inSync(phone.page);
  const expected = await casesOf(kName);
  await until(`${expected} cases are there`, async () => (await listOf(phone)).count === expected, kWait);
  const fresh = await onPhone(street.server, kName, kHere);
  try {
    assert.deepEqual(await listOf(fresh), await listOf(phone));
    await assertSound(fresh);
  } finally {
    await fresh.close();
  }
}

const inSync = (page) => see(page, 'button', '已同步', kWait);

// As a phone does whose network changes: it asks the server at once.
const nudge = ({page}) => page.evaluate(() => dispatchEvent(new Event('online')));
const status = ({page}) => page.locator('#mirror header button').last().textContent();

/** Reports, and does not wait for the server. */
async function reports({page}, text, photo) {
  await go(page, '/report');
  await choose(page, 'radio', '没有危险');
  await choose(page, 'radio', '公共设施');
  await saysSource(page);
  await fill(byRole(page, 'textbox', '情况说明').first(), text);
  await searchPlace(page, '小河社区');
  if (photo) {
    const chooser = page.waitForEvent('filechooser');
    await press(byRole(page, 'button', '从相册选').first());
    await (await chooser).setFiles({name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photo});
    await until('the photo is there', async () => (await page.getByRole('button', {name: /^删除照片/}).count()) > 0, kWait);
  }
  const handedIn = () => page.url().includes('sent=1');
  // A press may come while the page still moves; what is pressed twice is handed in once.
  for (let tries = 0; tries < 3 && !handedIn(); tries++) {
    await press(byRole(page, 'button', '提交上报').last()).catch(() => {});
    await until('it is handed in', handedIn, 7000).catch(() => {});
  }
  if (!handedIn()) await screenshot(page, 'hostile_not_handed_in.phone.zh');
  assert.ok(handedIn(), `not handed in: ${text}`);
}

const inJournal = (text) => street.journal().filter(({op}) => kindName(op.kind) === 'report_case' && op.payload.includes(text));

// ---- on the street ----

suite('hostile/app: what hostile accounts leave on the street', () => {
  const odd = [];  // cases that are there: [what is odd, subject]
  let volunteer;
  let neighbour;
  before(async () => {
    volunteer = await street.person('volunteer1');
    neighbour = await street.person('volunteer2');
  });

  /** What became of a report: a refusal, a problem, or `none`. */
  async function reported(what, said, {subject = uuid7(), by = volunteer, ...fields} = {}) {
    const whole = {nature: 'hazard', text: '楼道里的灯坏了，晚上看不见台阶', place: kPlace, danger_answered: true, ...said};
    const {receipts, problems} = await by.pushRaw([by.make('report_case', subject, whole, {shard: kStreet, ...fields}).item]);
    const became = problems[0]?.what ?? receipts[0].outcome.refusal;
    if (became === 'none') odd.push([what, subject]);
    return became;
  }

  const address = (text) => [...text].reduce((words, next) => (Buffer.byteLength(words + next) > 300 ? words : words + next), '');

  test('odd words in every text that others see', async () => {
    for (const [what, text] of Object.entries(kOddWords)) {
      // Words that say nothing are refused alone.
      const said = `${what}: ${text}`.slice(0, text.length);
      assert.equal(await reported(what, {text: said, place: {...kPlace, address: address(said)}}), 'none', what);
      await volunteer.pushRaw([volunteer.make('add_note', odd.at(-1)[1], {text: said}).item]);
    }
  });

  test('times and places at the ends of what is admitted', async () => {
    const ends = {last_day: {claimed_at: 253402271999999}, first_day: {claimed_at: -62135625600000}, late_clock: {clock_offset_ms: 253402271999999},
                  early_clock: {clock_offset_ms: -253402271999999}, many_seen: {base: 2 ** 32 - 1}};
    for (const [what, fields] of Object.entries(ends)) assert.equal(await reported(what, {}, fields), 'none', what);
    for (const point of [[1800000000, 900000000], [-1800000000, -900000000], [0, 0], [kPoint[0] + 1, -900000000]]) {
      await reported(`at ${point}`, {place: {...kPlace, point, accuracy_m: 2 ** 32 - 1}});
      await reported(`at ${point}, in no grid`, {place: {point, accuracy_m: 0, grid: 0}});
    }
    await reported('in a grid of another street', {place: {...kPlace, grid: 2000001, community: 2 ** 32 - 1, beat: 2 ** 32 - 1, border_with: 2 ** 32 - 1}});
    await reported('of a category that nobody knows', {category: {scheme: kOddWords.script.slice(0, 30), version: '%', code: '../..'}});
    await reported('of a nature that nobody knows', {nature: 250});
    await reported('with all dangers', {dangers: [...format.lists.get('Danger').values()]});
  });

  test('photos that are none, are huge, or say of themselves what is not so', async () => {
    const huge = pngOf(4000, Buffer.alloc(4000 * 4001));
    const noise = Buffer.concat([photoOf(7).subarray(0, 40), Buffer.alloc(300, 0x5a)]);
    const photos = [photoOf(1), huge, noise, pngOf(3, Buffer.alloc(5)), Buffer.from(kOddWords.script)];
    const sizes = [[1, 1], [4000, 4000], [2 ** 32 - 1, 2 ** 32 - 1], [0, 7], [1, 2 ** 31]];
    const named = photos.map((bytes, at) => volunteer.photo(bytes, {width: sizes[at][0], height: sizes[at][1]}));
    assert.equal(await reported('photos', {photos: [...named, {...named[0], digest: '11'.repeat(32), size: 2 ** 32 - 1}]}), 'none');
    const brought = [];
    for (const bytes of photos) brought.push((await volunteer.upload(bytes)).status);
    assert.deepEqual(brought.slice(0, 2), [200, 200]);
    assert.equal(brought.at(-1), 400);
  });

  test('a case that is full of talk, one that another street has too, an id that was squatted', async () => {
    assert.equal(await reported('full of talk', {text: '井盖松动，走路的时候会翻起来'}), 'none');
    const [, full] = odd.at(-1);
    for (let pushed = 0; pushed < 600; pushed += 300) {
      await volunteer.pushRaw(Array.from({length: 300}, (_, n) => volunteer.make('add_note', full, {text: `${kOddWords.direction.slice(0, 40)}第${pushed + n}次`}).item));
    }
    assert.equal(await reported('two streets', {text: '河边护栏断了一截'}), 'none');
    const [, shadowed] = odd.at(-1);
    const elsewhere = neighbour.streetSays(kOther, 'set_grids').flatMap((said) => said.nodes).findLast(({layer}) => layer === 'governance').id;
    const shadow = {text: '冒用编号写的另一件事', place: {...kPlace, grid: elsewhere}};
    assert.equal(await reported('its shadow', shadow, {subject: shadowed, by: neighbour, shard: kOther}), 'none');
    odd.pop();
    assert.equal(await reported('squatted', {text: '我把别人的案件占了'}, {subject: shadowed, by: neighbour}), 'case_exists');
  });

  // A copied password: what is refused goes to its author, and so to this phone.
  test('another device of the same account leaves what nobody can read', async () => {
    const copy = await street.person(kName);
    const [, subject] = odd[0];
    const grant = copy.account.grants.find(({shard}) => shard === kStreet);
    const nested = Buffer.concat([Buffer.alloc(20000, 0x81), Buffer.from('00', 'hex')]);
    const tagged = Buffer.concat([Buffer.alloc(30000, 0xc1), Buffer.from('01', 'hex')]);
    const surrogate = encode(new Map([[1, raw(Buffer.from('63eda080', 'hex'))]]));
    const payloads = [nested, tagged, surrogate, Buffer.alloc(250000, 0xff), Buffer.from('9bffffffffffffffff', 'hex'), encode('\u0301'.repeat(50000)),
                      encode(new Map([[1, '看过了'], [99, raw(nested.subarray(0, 30000))]])), encode(new Map([[1, kOddWords.script], [77, 'x'.repeat(60000)]]))];
    for (const payload of payloads) {
      const items = ['add_note', 9999].map((kind) => copy.make(kind, subject, payload, {grant, shard: kStreet}).item);
      assert.equal((await copy.pushRaw(items)).receipts.length, 2);
    }
  });

  test('the phone lives, has all cases, and a new one has the same', {timeout: 120000}, async () => {
    await assertSeesAll();
    await assertSound(phone);
    await screenshot(phone.page, 'hostile_list.phone.zh');
  });

  test('each kind of them opens, with nothing in it but words', {timeout: 120000}, async () => {
    const shown = odd.filter(([what]) => what in kOddWords || /^(photos|full of talk|first_day|last_day)$/.test(what));
    for (const [what, subject] of shown) {
      await go(phone.page, `/case/${kStreet}/${dashed(subject)}`);
      await until(`${what} is open`, async () => (await phone.page.getByRole('main').innerText()).includes('上报'), kWait);
      await assertSound(phone).catch((error) => {
        error.message = `${what}: ${error.message}`;
        throw error;
      });
      if (/^(script|combining|one_word|lines|photos|direction)$/.test(what)) await screenshot(phone.page, `hostile_${what}.phone.zh`);
    }
  });

  test('links that are none lead to some page of the app', async () => {
    for (const link of ['/case/%', '/case/%E0%A4%A', '/%2e%2e/%00', `/case/${kStreet}/${'f'.repeat(5000)}`, '/case/4294967296/00000000-0000-0000-0000-000000000000',
                        '/act/%/%/%', '/desk/<script>', `/${kOddWords.direction.slice(0, 50)}`, 'javascript:poisoned=1', '/visit/', '//////', `/${'%25'.repeat(3000)}`]) {
      await go(phone.page, link);
      await assertSound(phone).catch((error) => {
        error.message = `${link.slice(0, 40)}: ${error.message}`;
        throw error;
      });
    }
  });

  test('the case that is full of talk goes on, and what is reported is handed in', {timeout: 60000}, async () => {
    const [, full] = odd.find(([what]) => what === 'full of talk');
    await deskDoes(phone.page, `${kStreet}/${dashed(full)}`, '要求核实');
    await reports(phone, '诚实的人在毒饵之后写的上报');
    await inSync(phone.page);
    assert.equal(inJournal('诚实的人在毒饵之后写的上报').length, 1);
    assert.equal(street.journal().filter(({op}) => op.subject === full && kindName(op.kind) === 'request_verification').length, 1);
  });
});

const dashed = (subject) => subject.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

// ---- between app and server ----

suite('hostile/app: somebody meddles between app and server', () => {
  /** The phone meets `way` below `path`, lives, and is in sync again when nobody meddles any more. */
  async function meets(path, way, {fails = false} = {}) {
    await inSync(phone.page);
    meddler.use(path, way);
    try {
      await nudge(phone);
      // The second time it may be met with what it kept of the first.
      await until('it is met twice', async () => meddler.met > 1 || (await nudge(phone), false), kWait);
      if (fails) await until('it is said', async () => !/^已同步/.test(await status(phone)), kWait);
      await assertSound(phone);
    } finally {
      meddler.use();
      await nudge(phone);
    }
    await inSync(phone.page);
  }

  before(() => go(phone.page, '/sync'));

  for (const [what, way] of Object.entries(kFailures)) test(`sync: ${what}`, {timeout: 100000}, () => meets('/api/sync', way, {fails: true}));
  for (const [what, way] of Object.entries(kDelays)) test(`sync: ${what}`, {timeout: 100000}, () => meets('/api/sync', way));
  for (const [what, way] of Object.entries(kLies)) test(`sync: ${what}`, {timeout: 100000}, () => meets('/api/sync', way));

  for (const [what, way] of Object.entries(kPokes)) {
    test(`pokes: ${what}`, {timeout: 100000}, async () => {
      meddler.use('/api/live', way);
      meddler.cut();
      try {
        await until('it is met', async () => (await nudge(phone), meddler.met > 0), kWait);
        await assertSound(phone);
      } finally {
        meddler.use();
        meddler.cut();
        await nudge(phone);
      }
      await inSync(phone.page);
    });
  }

  const kAll = Object.values({...kFailures, ...kDelays});
  const kOfAnything = Object.entries(kFailures).filter(([what]) => what !== 'other_number').map(([, way]) => way);

  /** Of three, one passes; the others meet something. */
  const mixed = (dice) => (meeting) => {
    if (meeting.socket) return dice.pick(Object.values(kPokes))(meeting);
    if (dice.below(3) === 0) return meeting.pass().then(meeting.give);
    return dice.pick(meeting.request.url === '/api/sync' ? kAll : kOfAnything)(meeting);
  };

  test('whatever is met, what is written is taken in once, its photo too', {timeout: 120000}, async () => {
    console.log(`# seed ${kSeed}`);
    meddler.use('/api/', mixed(new Dice(kSeed)));
    meddler.cut();
    const texts = ['护栏倒在人行道上，有人绕行', '站牌倒在路边，挡住了盲道'];
    const photo = await phone.page.screenshot({type: 'jpeg', quality: 50});
    try {
      for (const text of texts) await reports(phone, text, text === texts[0] ? photo : undefined);
      await until('much was met', async () => meddler.met > 25 || (await nudge(phone), false), 40000);
      await assertSound(phone);
    } finally {
      meddler.use();
      meddler.cut();
      await nudge(phone);
    }
    await inSync(phone.page);
    const found = texts.map(inJournal);
    assert.deepEqual(found.map(({length}) => length), [1, 1]);
    const [{digest, size}] = decodeStruct('report_case', found[0][0].op.payload).photos;
    const kept = await (await street.person(kName)).download(digest);
    assert.deepEqual([kept.status, kept.body.length], [200, size]);
  });

  test('who signs in behind somebody who meddles is told so, signs in later, and sees the street without its map', {timeout: 120000}, async () => {
    const fresh = await openPhone(meddler.url, {deviceScaleFactor: 1, ...kHere});
    try {
      const {page} = fresh;
      const password = page.locator('input[type=password]');
      await password.waitFor({state: 'attached', timeout: 60000});
      for (const way of [kFailures.portal, kFailures.gateway, kFailures.sign_in_elsewhere, kFailures.hangs_up]) {
        meddler.use('/api/login', way);
        await fill(page.getByRole('textbox').first(), kName);
        await fill(password, 'gezhi-demo');
        await password.press('Enter');
        await until('it is met', () => meddler.met > 0, kWait);
        await rested(page);
        assert.equal(await password.count(), 1);
      }
      meddler.use('/api/pack', kFailures.portal);
      await signIn(fresh, kName);
      await until('the map is met', () => meddler.met > 0, kWait);
      await assertSound(fresh);
      meddler.use();
      assert.deepEqual(await listOf(fresh), await listOf(phone));
    } finally {
      meddler.use();
      await fresh.close();
    }
  });

  test('in the end the phone has all of the street, and so has a new one; the journal is whole', {timeout: 120000}, async () => {
    await assertSeesAll();
    await assertSound(phone);
    await street.stop();
    street.assertWhole({gaps: true, forks: true});
  });
});
