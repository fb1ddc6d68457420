// How much at once, and how soon again. Batches and chunks shrink by half when the line is bad and grow
// slowly when it is good; waiting doubles up to a quarter of an hour and never ends.

export interface Size {
  commands: number;
  bytes: number;
}

const first: Size = { commands: 20, bytes: 64 * 1024 };
const most: Size = { commands: 200, bytes: 1024 * 1024 };
const least: Size = { commands: 1, bytes: 4 * 1024 };

export class BatchPace {
  size: Size = { ...first };

  worse(sent: number) {
    const commands = Math.max(least.commands, Math.floor(Math.min(this.size.commands, sent || 1) / 2));
    this.size = { commands, bytes: Math.max(least.bytes, Math.floor(this.size.bytes / 2)) };
  }

  better() {
    this.size = {
      commands: Math.min(most.commands, this.size.commands + Math.max(1, Math.floor(this.size.commands / 4))),
      bytes: Math.min(most.bytes, Math.floor(this.size.bytes * 1.25)),
    };
  }

  /** As many of the oldest as fit, always one. */
  fit<T extends { sealed: string }>(commands: T[]): T[] {
    let bytes = 0;
    const fitting = commands.slice(0, this.size.commands).findIndex((it, at) => {
      bytes += it.sealed.length + 600;
      return at > 0 && bytes > this.size.bytes;
    });
    return fitting === -1 ? commands.slice(0, this.size.commands) : commands.slice(0, fitting);
  }
}

export class ChunkPace {
  bytes = 32 * 1024;

  took(ms: number) {
    if (ms < 2_000) this.bytes = Math.min(256 * 1024, this.bytes * 2);
  }

  worse() {
    this.bytes = Math.max(16 * 1024, Math.floor(this.bytes / 2));
  }
}

const soonest = 15_000;
const latest = 15 * 60_000;

/** How long to wait after so many failures in a row; `chance` in 0..1 keeps phones apart. */
export function waitMs(failures: number, chance: number, asked: number | null = null): number {
  const doubled = Math.min(latest, soonest * 2 ** Math.max(0, failures - 1));
  const spread = Math.round(doubled * (0.75 + chance * 0.5));
  return Math.min(latest, Math.max(soonest, spread, asked ?? 0));
}
