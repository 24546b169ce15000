// The map of the district on the device: its size is said, it works without network, and a newer one
// costs only the parts that changed.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { byRole, closeBrowser, openPhone, press, rested, runGezhi, screenshot, see, seeText, startServer, until } from './harness.mjs';
import { done, go, kHere, mapIsHere, signIn } from './people.mjs';

let server;
before(async () => {
  server = await startServer();
});
after(async () => {
  await closeBrowser();
  await server.stop();
});

const kPack = () => path.join(server.data, 'pack', 'district.pack');

// The parts of a pack: tag to name, as core/district/pack_parts.h lays the head out.
function partsOf(file) {
  const bytes = readFileSync(file);
  const parts = new Map();
  for (let i = 0; i < bytes.readUInt32LE(12); i++) {
    const at = 16 + 44 * i;
    parts.set(bytes.toString('latin1', at, at + 4), bytes.toString('hex', at + 12, at + 44));
  }
  return parts;
}

function fetched(page) {
  const paths = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/pack')) paths.push(pathname.slice('/api/pack'.length + 1));
  });
  return paths;
}

// What the device keeps of the map as it lies in memory (core/district/image.h): name to time of writing.
// `spoil`: one byte of each is changed, and nothing else of them.
function keptImages(page, spoil = false) {
  return page.evaluate((changed) => new Promise((resolve, reject) => {
    const opening = indexedDB.open('/data');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const db = opening.result;
      const files = db.transaction('FILE_DATA', 'readwrite').objectStore('FILE_DATA');
      const found = {};
      files.openCursor().onsuccess = ({ target: { result: at } }) => {
        if (at === null) return;
        if (at.key.includes('image')) {
          found[at.key] = at.value.timestamp.getTime();
          at.value.contents[1000] ^= changed ? 1 : 0;
          if (changed) at.update(at.value);
        }
        at.continue();
      };
      files.transaction.oncomplete = () => {
        db.close();
        resolve(found);
      };
    };
  }), spoil);
}

// A city's own roads: the first import takes the place of the made-up district, the next one changes roads.
function importRoads(latitude) {
  const file = path.join(server.data, 'roads.osm');
  writeFileSync(file, `<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
  <node id="1" version="1" lat="30.3200" lon="120.1300"/>
  <node id="2" version="1" lat="${latitude}" lon="120.1310"/>
  <way id="3" version="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>
</osm>`);
  const imported = runGezhi('import', 'roads', '--data', server.data, file);
  assert.equal(imported.status, 0, imported.stderr + imported.stdout);
}

// rows: S1-06c S2-24
test('duties stand in the order of one tour by road, without network', async () => {
  const person = await openPhone(server.url, kHere);
  const { page } = person;
  await signIn(person, 'worker1');
  await mapIsHere(page);
  await person.offline(true);
  await go(page, '/tasks');
  await press(byRole(page, 'tab', '按路线'));
  const stops = (await see(page, 'list', '按路线')).getByRole('button');
  await until('every stop has its time', async () => (await stops.count()) > 3);
  const numbers = (await stops.allTextContents()).map((text) => Number(text.match(/(\d+)\. 预计/)[1]));
  assert.deepEqual(numbers, numbers.map((_, i) => i + 1));
  await screenshot(page, 'tasks_tour.phone.zh');
  await done(person);
});

test('the map is kept, and of a newer one only the changed parts are fetched', async () => {
  const person = await openPhone(server.url);
  const { page } = person;
  const asked = fetched(page);
  await signIn(person, 'worker1');
  await go(page, '/sync');
  await seeText(page, '已存到本机，无网络也能用', 30000);
  await seeText(page, '大小: ');
  const before = partsOf(kPack());
  assert.deepEqual(asked.slice(1).sort(), [...before.values()].sort(), 'every part came once');
  await byRole(page, 'button', '检查地图更新').scrollIntoViewIfNeeded();
  await screenshot(page, 'offline_map.phone.zh');

  for (const latitude of ['30.3210', '30.3220']) {
    const old = partsOf(kPack());
    importRoads(latitude);
    const changed = [...partsOf(kPack())].filter(([tag, name]) => old.get(tag) !== name);
    if (latitude === '30.3220') assert.deepEqual(changed.map(([tag]) => tag), ['ROAD', 'HIER', 'HCAR']);
    asked.length = 0;
    await press(byRole(page, 'button', '检查地图更新'));
    await until('the newer map is here', async () => asked.length === 1 + changed.length);
    await seeText(page, '已是最新。');
    assert.deepEqual(asked.slice(1).sort(), changed.map(([, name]) => name).sort());
  }

  await page.evaluate(() => navigator.serviceWorker.ready.then(() => 0));
  await person.offline(true);
  await press(byRole(page, 'button', '检查地图更新'));
  await seeText(page, '没有网络，联网后再下载');
  const kept = await keptImages(page);
  assert.equal(Object.keys(kept).length, 1, 'only the image of the newest map is kept');
  const again = async () => {
    await page.reload();
    await seeText(page, '已存到本机，无网络也能用', 30000);
  };
  await again();
  await rested(page);
  assert.deepEqual(await keptImages(page), kept, 'the map was opened from its image');
  await keptImages(page, true);
  await again();
  await until('a damaged image is made anew', async () => Object.values(await keptImages(page))[0] > Object.values(kept)[0]);
  await done(person);
});
