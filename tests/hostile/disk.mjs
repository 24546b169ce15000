// A disk whose plug can be pulled: ext4 in a file. What the kernel has not written into the file when the plug is pulled
// is gone. Its timer waits for 300 s, so that nothing is saved by chance. Needs root and a loop device.
import {spawnSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import path from 'node:path';
import {removeFolder, temporaryFolder} from '../web/server.mjs';

function shell(...words) {
  return spawnSync(words[0], words.slice(1), {encoding: 'utf8'}).status === 0;
}

export class LoopDisk {
  /** Undefined where none can be had. */
  static make(megabytes) {
    const disk = new LoopDisk();
    disk.folder = temporaryFolder('disk');
    disk.path = path.join(disk.folder, 'mounted');
    mkdirSync(disk.path);
    const made = shell('truncate', '-s', `${megabytes}M`, disk.image('disk')) &&
                 shell('mkfs.ext4', '-q', '-m', '0', '-E', 'lazy_itable_init=0,lazy_journal_init=0', disk.image('disk'));
    if (made && disk.mount()) {
      // Also where the run is stopped from outside: a disk that stays mounted stays for ever.
      process.once('exit', () => disk.remove());
      process.once('SIGTERM', () => process.exit(1));
      return disk;
    }
    removeFolder(disk.folder);
    return undefined;
  }

  image(name) {
    return path.join(this.folder, `${name}.img`);
  }

  mount() {
    return (this.mounted = shell('mount', '-o', 'loop,commit=300', this.image('disk'), this.path));
  }

  /** Waits until all that was written so far is in the file. */
  flush() {
    return shell('sync', '-f', this.path);
  }

  /** What would be there after a power cut of this moment is kept aside; whoever writes should stand still. */
  keep() {
    return shell('cp', '--remove-destination', '--sparse=always', this.image('disk'), this.image('kept'));
  }

  /** The current is back: what was kept is the disk. Nobody may have a file of it open. */
  turnOn() {
    this.turnOff();
    return shell('mv', this.image('kept'), this.image('disk')) && this.mount();
  }

  turnOff() {
    if (this.mounted && !shell('umount', this.path)) shell('umount', '-l', this.path);
    this.mounted = false;
  }

  remove() {
    if (!this.folder) return;
    this.turnOff();
    removeFolder(this.folder);
    this.folder = undefined;
  }
}
