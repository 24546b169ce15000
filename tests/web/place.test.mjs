// The report's place by position: before the map is here, with it, without permission, with a bad fix,
// outside, at a border; what a person set or typed stays; a report without a grid is seen by its desk.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, fill, openPhone, press, screenshot, see, seeText, sleep, startServer, until } from './harness.mjs';
import { atDesktop, choose, go, inSync, kStart, kWait, mapIsHere, saysSource, searchPlace, signIn } from './people.mjs';

const kInGrid = { longitude: 120.1165, latitude: 30.31, accuracy: 12 }; // 小河社区第1网格
const kNextGrid = { longitude: 120.1185, latitude: 30.31, accuracy: 12 }; // 小河社区第4网格
const kBorder = { longitude: 120.1175, latitude: 30.31, accuracy: 12 }; // 2 m from 第1网格, in 第4网格
const kOtherStreet = { longitude: 120.135, latitude: 30.325, accuracy: 12 }; // 拱宸桥街道
const kFarAway = { longitude: 121.47, latitude: 31.23, accuracy: 12 };
const kRough = { ...kInGrid, accuracy: 3000 };

let server;
let person; // a volunteer: reports to every street of the district
let desk; // of 小河街道
let letMapCome; // the map is slow: it comes when this is called
before(async () => {
  server = await startServer();
  person = await openPhone('', { deviceScaleFactor: 1, serviceWorkers: 'block', geolocation: kInGrid, permissions: ['geolocation'] });
  const map = new Promise((resolve) => { letMapCome = resolve; });
  await person.context.route('**/api/pack**', async (route) => {
    await map;
    await route.continue().catch(() => {});
  });
  await person.page.goto(server.url, { timeout: kStart });
  await signIn(person, 'volunteer1');
  desk = await atDesktop(server, 'clerk1');
});
after(async () => {
  await person?.close();
  await desk?.close();
  await closeBrowser();
  await server?.stop();
});

const at = (where) => person.context.setGeolocation(where);
const facts = (page, pattern) => seeText(page, pattern, kWait);
const none = async (page, pattern) => assert.equal(await page.getByText(pattern).count(), 0, `${pattern}`);
const address = (page) => byRole(page, 'textbox', '详细位置').inputValue();

// An empty form locates by itself; one that a failed test left behind is asked to.
async function begin(page, text) {
  await go(page, '/report');
  await choose(page, 'radio', '没有危险');
  await choose(page, 'radio', '公共设施');
  await saysSource(page);
  await fill(byRole(page, 'textbox', '情况说明'), text);
}

async function pickStreet(page, name) {
  await press(byRole(page, 'combobox', '报给哪个街道').first());
  await press(page.getByRole('option', { name }).first());
}

async function handIn(page) {
  await press(byRole(page, 'button', '提交上报').last());
  await until('it is handed in', () => page.url().includes('sent=1'), kWait);
  await inSync(page);
}

// The desk's list holds only what is in sight: the case is searched.
async function atDesk(text, name, { page } = desk) {
  await go(page, '/desk');
  await choose(page, 'tab', /^全部 /);
  await fill(byRole(page, 'textbox', '编号、地点或内容'), text);
  return see(page, 'button', name, kWait);
}

async function reportedCase(page, text) {
  await go(page, '/mine');
  await press(page.getByRole('button', { name: text }).first());
  await until('the case is open', () => page.url().includes('/case/'), kWait);
  return page.url().split('/case/')[1];
}

async function reported(name, work) {
  try {
    await work(person.page);
  } catch (error) {
    await screenshot(person.page, `failed.place.${name}`).catch(() => {});
    await screenshot(desk.page, `failed.place.${name}.desk`).catch(() => {});
    throw error;
  }
}

test('before the map is here: the street is asked for, and the server works the grid out', { timeout: 200000 }, () => reported('no_map', async (page) => {
  await begin(page, '井盖松动，车一过就响。');
  await facts(page, /地图还没有到本机/);
  await none(page, /不在本街道网格内/);
  await press(byRole(page, 'button', '提交上报').last());
  await facts(page, /还不能确定事发地属于哪个街道/); // never the first of the list in silence
  await pickStreet(page, '小河街道');
  await screenshot(page, 'report_no_map.phone.zh');
  await handIn(page);
  await reportedCase(page, /井盖松动/);
  await facts(page, /小河社区第1网格/);
  await none(page, /尚无网格/);
  await facts(page, /核定地点/); // by the street itself, in the timeline
}));

test('before the map is here: what lies in another street is told to the desk', { timeout: 200000 }, () => reported('lies_in', async (page) => {
  await at(kOtherStreet);
  await begin(page, '河边护栏断了一截。');
  await facts(page, /地图还没有到本机/);
  await pickStreet(page, '小河街道');
  await handIn(page);
  await atDesk('护栏断了一截', /护栏断了一截.*属拱宸桥街道/);
}));

test('when the map comes the grid is worked out, and the street with it', { timeout: 200000 }, () => reported('map_comes', async (page) => {
  await at(kInGrid);
  await begin(page, '路灯不亮。');
  await facts(page, /地图还没有到本机/);
  letMapCome();
  await go(page, '/sync');
  await press(byRole(page, 'button', '立即同步').first()); // whatever the server answers, the map is asked for again
  await go(page, '/report');
  await facts(page, /小河社区第1网格/);
  await none(page, /地图还没有到本机/);
  await none(page, '报给哪个街道');
  await mapIsHere(page);
}));

test('what was typed stays when the position is taken again, and that is a fresh one', { timeout: 200000 }, () => reported('typed', async (page) => {
  await fill(byRole(page, 'textbox', '详细位置'), '3幢2单元7楼');
  await at(kNextGrid);
  await press(byRole(page, 'button', '重新定位').first());
  await facts(page, /小河社区第4网格/);
  assert.equal(await address(page), '3幢2单元7楼');
  await handIn(page);
  await reportedCase(page, /路灯不亮/);
  await facts(page, '3幢2单元7楼');
  await none(page, /核定地点/); // it came with its grid
}));

test('a fix of three kilometres names no grid; the desk is told and sets the place', { timeout: 200000 }, () => reported('rough', async (page) => {
  await at(kRough);
  await begin(page, '树枝压着电线。');
  await facts(page, /定位误差约 3.0 公里/);
  await none(page, /综治网格/);
  assert.equal(await address(page), '');
  await screenshot(page, 'report_rough.phone.zh');
  await pickStreet(page, '小河街道');
  await handIn(page);
  const row = await atDesk('树枝压着电线', /树枝压着电线.*尚无网格/);
  await press(row);
  await press(byRole(desk.page, 'button', '核定地点').first());
  await see(desk.page, 'dialog', '核定地点');
  assert.equal(await desk.page.getByRole('dialog').getByRole('tab', { name: '定位' }).count(), 0);
  await facts(desk.page, '十字处为现在登记的地点。');
  await screenshot(desk.page, 'desk_present_place.desktop.zh');
  await searchPlace(desk.page, '小河社区');
  await facts(desk.page, /综治网格/);
  await none(desk.page, '十字处为现在登记的地点。');
  await screenshot(desk.page, 'desk_place.desktop.zh');
  await press(desk.page.getByRole('dialog').getByRole('button', { name: '核定地点' }).last());
  await until('the dialog is gone', async () => (await desk.page.getByRole('dialog').count()) === 0, kWait);
  await inSync(desk.page);
  await until('the mark is gone', async () => (await byRole(desk.page, 'button', /树枝压着电线.*尚无网格/).count()) === 0, kWait);
}));

test('a rough fix is mended by search, and the report goes where the place is', { timeout: 200000 }, () => reported('rough_search', async (page) => {
  await begin(page, '指示牌倒了。');
  await facts(page, /定位误差约 3.0 公里/);
  await press(byRole(page, 'button', '搜索地名').first());
  await searchPlace(page, '拱宸桥街道');
  await facts(page, /拱宸桥/);
  await none(page, /定位误差约/);
  await none(page, '报给哪个街道');
  await handIn(page);
}));

test('near the border of two grids both are named', { timeout: 200000 }, () => reported('border', async (page) => {
  await at(kBorder);
  await begin(page, '座椅松了。');
  await facts(page, /小河社区第4网格/);
  await facts(page, /在网格交界处，相邻：小河社区第1网格/);
}));

test('who is in another city is told that, and what to do; the desk is told too', { timeout: 200000 }, () => reported('outside', async (page) => {
  await at(kFarAway);
  await press(byRole(page, 'button', '重新定位').first());
  await facts(page, /此处在拱墅区以外.*当地 12345.*110/);
  await none(page, /不在本街道/);
  await see(page, 'button', '在地图上点选', kWait);
  await see(page, 'button', '搜索地名', kWait);
  await screenshot(page, 'report_beyond.phone.zh');
  await pickStreet(page, '小河街道');
  await handIn(page);
  const row = await atDesk('座椅松了', /座椅松了.*在拱墅区以外/);
  await none(desk.page, /座椅松了.*尚无网格/);
  await press(row);
  await facts(desk.page, /事发地在拱墅区以外.*不予立案.*当地 12345/);
  await screenshot(desk.page, 'desk_beyond.desktop.zh');
}));

test('a position that comes late does not beat what was searched meanwhile', { timeout: 200000 }, () => reported('late', async (page) => {
  await page.evaluate(() => {
    navigator.geolocation.getCurrentPosition = (found) => { window.lateFix = found; }; // nobody answers the question
  });
  await begin(page, '宣传栏玻璃碎了。');
  await see(page, 'progressbar', '正在定位', kWait);
  await searchPlace(page, '小河社区');
  await facts(page, /综治网格/);
  const typed = await address(page);
  await choose(page, 'tab', '定位');
  await page.evaluate(() => window.lateFix({ coords: { longitude: 121.47, latitude: 31.23, accuracy: 5 }, timestamp: Date.now() }));
  await facts(page, '用我的位置');
  await none(page, /在拱墅区以外/);
  assert.equal(await address(page), typed);
  await handIn(page);
}));

test('a position that was not found in time is asked for again when one comes back', { timeout: 200000 }, () => reported('again', async (page) => {
  await page.evaluate(() => {
    window.noSky = true;
    navigator.geolocation.getCurrentPosition = (found, lost) => (window.noSky
      ? lost({ code: 3, message: 'Timeout expired' })
      : found({ coords: { longitude: 120.1165, latitude: 30.31, accuracy: 12 }, timestamp: Date.now() }));
  });
  await begin(page, '花坛砖块松动。');
  await facts(page, /定位超时/);
  await go(page, '/mine');
  await page.evaluate(() => (window.noSky = false));
  await go(page, '/report');
  await facts(page, /小河社区第1网格/);
  await none(page, /定位超时/);
  await handIn(page);
}));

test('a phone whose clock runs ahead asks for its position no more than another', { timeout: 200000 }, () => reported('clock', async (page) => {
  await page.evaluate(() => {
    const now = Date.now;
    window.asked = 0;
    window.rightNow = now;
    Date.now = () => now() + 15 * 60000;
    navigator.geolocation.getCurrentPosition = (found) => {
      window.asked += 1;
      found({ coords: { longitude: 120.1165, latitude: 30.31, accuracy: 12 }, timestamp: now() });
    };
  });
  await begin(page, '花坛砖块又松动。');
  await facts(page, /小河社区第1网格/);
  const before = await page.evaluate(() => window.asked);
  await sleep(3000);
  assert.ok((await page.evaluate(() => window.asked)) - before < 3);
  await handIn(page);
  // Somebody sets it right meanwhile: what is due does not wait until the old time comes round.
  await page.evaluate(() => { Date.now = window.rightNow; });
  await begin(page, '花坛砖块第三次松动。');
  await facts(page, /小河社区第1网格/);
  await handIn(page);
}));

test('denied: it is said, and the place is found another way', { timeout: 200000 }, () => reported('denied', async (page) => {
  await page.evaluate(() => {
    navigator.geolocation.getCurrentPosition = (found, lost) => lost({ code: 1, message: 'User denied Geolocation' });
  });
  await begin(page, '喷泉漏水。');
  await facts(page, /没有定位权限/);
  await searchPlace(page, '小河社区');
  await facts(page, /综治网格/);
  await handIn(page);
}));

test('a desk that takes a call does not fill in where it stands itself', { timeout: 200000 }, () => reported('desk', async () => {
  const { page } = desk;
  await begin(page, '来电反映路面积水。');
  assert.equal(await byRole(page, 'tab', '定位').count(), 0);
  assert.equal(await byRole(page, 'progressbar', '正在定位').count(), 0);
  await searchPlace(page, '小河社区');
  await facts(page, /综治网格/);
  await handIn(page);
}));

test('a call about another city: the desk is told before it files', { timeout: 200000 }, () => reported('desk_beyond', async () => {
  const { page } = desk;
  await begin(page, '来电反映外滩有人落水。');
  await searchPlace(page, '121.47,31.23');
  await facts(page, /此处在拱墅区以外/);
  await handIn(page);
  // Whoever took it does not file it.
  const supervisor = await atDesktop(server, 'supervisor1');
  await press(await atDesk('外滩有人落水', /外滩有人落水.*在拱墅区以外/, supervisor));
  await press(supervisor.page.getByRole('main').getByRole('button', { name: '立案', exact: true }).first());
  await see(supervisor.page, 'dialog', '立案', kWait);
  await facts(supervisor.page, /上报地点在拱墅区以外.*不予立案.*当地 12345/);
  await screenshot(supervisor.page, 'desk_file_beyond.desktop.zh');
  await supervisor.close();
}));

test('nobody saw an error', () => {
  assert.deepEqual(person.errors, []);
  assert.deepEqual(desk.errors, []);
});
