// clang-format, clang-tidy and bash -n, as lists of findings.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './source.mjs';

export function formatFindings(files) {
  if (files.length === 0) return [];
  const run = spawnSync('clang-format', ['--dry-run', '--Werror', '--ferror-limit=3', ...files], { cwd: root, encoding: 'utf8' });
  if (run.status === 0) return [];
  const lines = `${run.stderr}${run.error ?? ''}`.split('\n').filter((line) => /error:/.test(line));
  return lines.length ? [...lines, 'mend with: clang-format -i FILES'] : [`clang-format: ${run.stderr}${run.error ?? ''}`];
}

export function shellFindings(files) {
  return files.flatMap((file) => {
    const run = spawnSync('bash', ['-n', file], { cwd: root, encoding: 'utf8' });
    return run.status === 0 ? [] : [run.stderr.trim()];
  });
}

// clang-tidy takes seconds a file, so a file that was clean with the same preprocessed text and the same
// rules is not read again.
export async function tidyFindings(files, compileCommands) {
  const commands = JSON.parse(readFileSync(path.join(root, compileCommands, 'compile_commands.json'), 'utf8'));
  const stamps = path.join(root, 'build/lint');
  mkdirSync(stamps, { recursive: true });
  const rules = readFileSync(path.join(root, '.clang-tidy'), 'utf8');
  const waiting = [...files];
  const findings = [];
  const worker = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const stamp = path.join(stamps, await key(commands, file, rules));
      if (existsSync(stamp)) continue;
      const { status, output } = await run('clang-tidy', ['-p', compileCommands, '--quiet', file], root);
      if (status === 0) writeFileSync(stamp, '');
      else findings.push(output.split('\n').filter((line) => /(error|warning):/.test(line)).join('\n') || output);
    }
  };
  await Promise.all(Array.from({ length: os.cpus().length }, worker));
  return [...new Set(findings.flatMap((text) => text.split('\n')))].sort();
}

async function key(commands, file, rules) {
  const entry = commands.find((command) => command.file === path.join(root, file));
  if (!entry) throw new Error(`${file} is not in compile_commands.json`);
  const words = entry.command.split(' ').filter((word) => word !== 'ccache');
  const [compiler, ...options] = words.slice(0, words.indexOf('-o'));
  const { status, output } = await run(compiler, [...options, '-E', '-P', entry.file], entry.directory);
  if (status !== 0) throw new Error(`${file} cannot be preprocessed: ${output}`);
  return createHash('sha256').update(rules).update(output).digest('hex');
}

function run(program, options, cwd) {
  return new Promise((resolve) => {
    const child = spawn(program, options, { cwd });
    const output = [];
    child.stdout.on('data', (data) => output.push(data));
    child.stderr.on('data', (data) => output.push(data));
    child.on('error', (error) => resolve({ status: 1, output: String(error) }));
    child.on('close', (status) => resolve({ status, output: Buffer.concat(output).toString() }));
  });
}
