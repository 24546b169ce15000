// What tests of several people have in common: signing in, going to a route, waiting until all is in
// sync, ending without errors.
import assert from 'node:assert/strict';
import { byRole, fill, openDesktop, openPhone, press, rested, see, until } from './harness.mjs';

export const kStart = 90000; // the first fetch of a street on a slow machine
export const kWait = 30000;
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

export async function done(person) {
  assert.deepEqual(person.errors, []);
  await person.close();
}
