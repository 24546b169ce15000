// What tests of several people have in common: signing in, going to a route, waiting until all is in
// sync, ending without errors.
import assert from 'node:assert/strict';
import { byRole, fill, openDesktop, openPhone, press, rested, see, until } from './harness.mjs';

export const kStart = 90000; // the first fetch of a street on a slow machine
export const kWait = 30000;
// Where devices stand: in 拱宸桥街道, unless a test says otherwise.
export const kHere = { geolocation: { longitude: 120.135, latitude: 30.325, accuracy: 12 }, permissions: ['geolocation'] };

export async function signIn(person, name) {
  const { page } = person;
  const account = page.getByRole('textbox').first();
  await account.waitFor({ state: 'attached', timeout: kStart });
  await fill(account, name);
  const password = page.locator('input[type=password]');
  await fill(password, 'gezhi-demo');
  await password.press('Enter');
  await see(page, 'navigation', undefined, kStart);
  await inSync(page);
}

// A browser that is killed soon after signing in may have lost its cookie. The app then says so and
// keeps everything; the person signs in again, and what was saved is sent.
export async function signInAgain(person, name) {
  const { page } = person;
  const synced = byRole(page, 'button', /^(已同步|In sync)$/).first();
  const asked = byRole(page, 'button', '重新登录').first();
  await until('it is sent, or asks to sign in', async () => (await synced.count()) + (await asked.count()) > 0, kStart);
  if ((await asked.count()) === 0) return;
  await press(asked);
  await signIn(person, name);
  assert.ok(person.errors.every((error) => /401|no valid credentials/.test(error)), person.errors.join('; '));
  person.errors.length = 0; // the browser itself reports the refused request
}

export const inSync = (page) => see(page, 'button', /^(已同步|In sync)$/, kStart);
// One pixel a point: several phones at once are drawn without a graphics card.
export const onPhone = (server, name, options = kHere) => opened(openPhone(server.url, { deviceScaleFactor: 1, ...options }), name);
export const atDesktop = (server, name, options = kHere) => opened(openDesktop(server.url, options), name);

async function opened(opening, name) {
  const person = await opening;
  await signIn(person, name);
  return person;
}

export async function go(page, route) {
  await page.evaluate((to) => { location.hash = to; }, route);
  await rested(page);
}

// The map of the district is on the device: offline a place can be found. Ends on the page it began on.
export async function mapIsHere(page) {
  const before = await page.evaluate(() => location.hash);
  await go(page, '/sync');
  await page.getByText('已存到本机，无网络也能用').first().waitFor({ state: 'attached', timeout: kWait });
  await go(page, before);
}

// The place of a test's case is rarely where its device stands: then the reason is asked for (C04).
export async function saysWhyAway(page) {
  const why = byRole(page, 'textbox', /^不在现场的原因/);
  const there = page.getByText('在现场', { exact: true });
  await until('the position is known', async () => (await why.count()) + (await there.count()) > 0, kWait);
  if ((await why.count()) > 0) await fill(why.first(), '与当事人约在派出所当面核对');
}

// Desk and grid staff say how they came to know of what they report; others are not asked.
export async function saysSource(page) {
  const sources = page.getByRole('radiogroup', { name: '从哪里得知' }).getByRole('radio');
  if ((await sources.count()) === 0) return;
  await press(sources.first());
  await until('the source is said', async () => (await sources.first().getAttribute('aria-checked')) === 'true', kWait);
}

// To a page on which nothing moves, while others work: all browsers share one machine's drawing.
export const rest = (page) => go(page, '/settings');

// Presses; what can be chosen is pressed again when the press came while the page was still moving.
export async function choose(page, role, name) {
  const found = byRole(page, role, name).first();
  await press(found);
  if (role !== 'radio' && role !== 'tab') return;
  const attribute = role === 'radio' ? 'aria-checked' : 'aria-selected';
  const chosen = () => until(`${name} is chosen`, async () => (await found.getAttribute(attribute)) === 'true', 3000);
  await chosen().catch(async () => {
    await press(found);
    await chosen();
  });
}

// On the report page: the place is the first that the search finds.
export async function searchPlace(page, words) {
  await choose(page, 'tab', '搜索');
  await fill(byRole(page, 'textbox', '搜地点'), words);
  await press((await see(page, 'list', '搜索结果')).getByRole('button').first());
}

// On the report page: the place is where the device stands. The form takes that by itself, or is asked to when
// it has another place already.
export async function placeByPosition(page, { at, shows }) {
  await page.context().setGeolocation(at);
  await choose(page, 'tab', '定位');
  const ask = byRole(page, 'button', /^(重新定位|用我的位置)$/).first();
  await until(`${shows} is the place`, async () => {
    if ((await page.getByText(shows).count()) > 0) return true;
    if ((await ask.count()) > 0) await press(ask);
    return false;
  }, kWait);
}

// Each test of the report is there for the two ways in which its place comes about: searched for, while the
// device stands elsewhere; or where the device stands.
export const kXiaohe = { name: '小河社区', at: { longitude: 120.1165, latitude: 30.31, accuracy: 12 }, shows: '小河社区第1网格' };
export const kGongchen = { name: '拱宸桥街道', at: kHere.geolocation, shows: /此处属拱宸桥街道/ }; // for staff of 小河街道
export const kPlacings = [
  { by: 'by search', stands: kHere.geolocation, place: (page, spot) => searchPlace(page, spot.name) },
  { by: 'by position', stands: kXiaohe.at, place: placeByPosition },
];

export async function done(person) {
  try {
    assert.deepEqual(person.errors, []);
  } finally {
    await person.close();
  }
}
