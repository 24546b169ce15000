// The default rules of a street fit the schema that editors use, and what a person may get wrong
// does not. That the schema and the program know the same keys is tests/core/cases/policy_test.cpp's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { root } from './source.mjs';

// Debian's node-ajv (tests/packages.txt) lies where only require() looks, and not every node knows where.
process.env.NODE_PATH ??= '/usr/share/nodejs';
Module._initPaths();
const Ajv = createRequire(import.meta.url)('ajv');
const load = (name) => JSON.parse(readFileSync(path.join(root, 'assets/policy', name), 'utf8'));
const validate = new Ajv({ allErrors: true }).compile(load('policy.schema.json'));
const problems = (policy) => (validate(policy) ? [] : validate.errors.map((e) => `${e.dataPath} ${e.message}`));

test('the default rules of a street fit the schema', () => {
  assert.deepEqual(problems(load('street-default.json')), []);
});

const mistakes = {
  'a key that nobody knows': (p) => (p.sign_limit = 60),
  'a limit without its class': (p) => (p.sign = { amount: 60 }),
  'a class that does not exist': (p) => (p.sign.how = 'hour'),
  'a percentage above 100': (p) => (p.sample_percent = 101),
  'a day that is no day': (p) => p.holidays.push('2026/1/1'),
  'a triage rule without its reason': (p) => delete p.triage_rules[0].why,
  'a joint dispatch with one order': (p) => p.joint_templates[0].orders.splice(1),
  'a unit kind that does not exist': (p) => p.notice_units.push('army'),
  'no working time': (p) => (p.work_periods = []),
};
for (const [what, spoil] of Object.entries(mistakes)) {
  test(`the schema refuses ${what}`, () => {
    const policy = load('street-default.json');
    spoil(policy);
    assert.notDeepEqual(problems(policy), []);
  });
}
