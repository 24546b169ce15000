// What clang-tidy finds in core: minutes of two cores, so a mode of its own.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listFiles } from './source.mjs';
import { tidyFindings } from './tools.mjs';

test('clang-tidy finds nothing in core', async () => {
  const core = listFiles().filter((file) => /^core\/.*\.cpp$/.test(file));
  const found = await tidyFindings(core, 'build/commands');
  assert.ok(found.length === 0, `each rule left out has its reason in .clang-tidy\n${found.join('\n')}`);
});
