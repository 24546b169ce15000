// The semantic mirror alone (web/platform/js/mirror.js) with lists of nodes as C++ sends them: whatever follows whatever,
// the document says the newest list, in its order.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { closeBrowser, openPhone, root } from './harness.mjs';

let page;
before(async () => {
  ({ page } = await openPhone('about:blank'));
  await page.setContent('<div id="mirror"></div>');
  const library = 'globalThis.LibraryManager = {}; globalThis.mergeInto = (_, parts) => { globalThis.gzMirror = parts.$gzMirror; };';
  await page.addScriptTag({ content: library + readFileSync(path.join(root, 'web/platform/js/mirror.js'), 'utf8') });
});
after(closeBrowser);

// "l:list(a:button)" is a list with a button in it; keys are letters. What the document says after the last of these.
const after_frames = (...frames) =>
  page.evaluate((frames) => {
    const root = document.getElementById('mirror');
    root.textContent = '';
    Object.assign(globalThis.gzMirror, { root, elements: new Map(), dialog: 0, title: '' });
    const key = (name) => name.charCodeAt(0);
    for (const frame of frames) {
      const parents = [0];
      const nodes = [];
      for (const [, name, role, end] of frame.matchAll(/(?:(\w):(\w+))|([()])/g)) {
        if (name) nodes.push([key(name), parents.at(-1), role, name, 0, 0, 10, 10, 0, '', null]);
        else if (end === '(') parents.push(nodes.at(-1)[0]);
        else parents.pop();
      }
      globalThis.gzMirror.apply(nodes);
    }
    const words = (el) => [...el.children].map((child) => `${String.fromCharCode(child.gz.key)}:${child.gz.role}` + (child.children.length ? `(${words(child)})` : '')).join(' ');
    return words(root);
  }, frames);

for (const [what, ...frames] of [
  ['what becomes something else beside what stays', 'a:button b:button', 'a:button b:radio'],
  ['what goes into what stays before it', 'a:group b:button c:button', 'a:group(b:button) c:button'],
  ['what goes into a list while others come', 'l:list a:button b:button c:button', 'l:list(b:button) d:button'],
  ['what comes out of a list', 'l:list(a:button b:button)', 'l:list(b:button) a:button'],
  ['the other way round', 'a:button b:button c:button', 'c:button b:button a:button'],
  ['all at once', 'a:group(b:button c:radio) d:list(e:button)', 'd:list(c:button a:group e:radio) b:button'],
]) {
  test(`the document says the newest list: ${what}`, async () => assert.equal(await after_frames(...frames), frames.at(-1)));
}
