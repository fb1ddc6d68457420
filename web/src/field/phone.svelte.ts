// This phone, as every page sees it: who it belongs to, whether it is open, what waits, what it was
// given for work. The readable key lives here, in memory, and goes when the phone is locked.

import { liveQuery, type Subscription } from 'dexie';
import { words } from '../i18n/field';
import { newId } from './data/bytes';
import { isFarOff, jumped, ranBack } from './data/clock';
import type { Opened } from './data/finalise';
import { choose, currentDevice, forget, markerOf, markers, remember, type Marker } from './data/marker';
import type { Meta, Registration, WorkPackage } from './data/records';
import { Store, storedDevices, unlessFull } from './data/store';
import { newVault, openVault, waitAfterWrong, type DataKey } from './data/vault';
import type { About } from './sync/ports';
import { Runner } from './sync/runner.svelte';
import type { End } from './sync/turn';
import { wireTo } from './sync/wire';
import { appVersion, ask, pages } from './shell.svelte';

export type Stage = 'starting' | 'unsafe' | 'register' | 'lost' | 'pin' | 'prepare' | 'locked' | 'open' | 'wiped';

export interface Tally {
  drafts: number;
  unsent: number;
  photos: number;
  sent: number;
  fix: number;
}

const idleMs = 5 * 60_000;
const hiddenMs = 2 * 60_000;
const noWrongPins = { count: 0, until: 0 };
const none: Tally = { drafts: 0, unsent: 0, photos: 0, sent: 0, fix: 0 };

class Phone {
  stage = $state<Stage>('starting');
  store = $state.raw<Store | null>(null);
  registration = $state.raw<Registration | null>(null);
  pack = $state.raw<WorkPackage | null>(null);
  tally = $state.raw<Tally>(none);
  device = $state.raw<Meta['device'] | null>(null);
  syncedAt = $state<string | null>(null);
  openEvent = $state<string | null>(null);
  clockIsWrong = $state(false);
  /** What the second marker remembers of a database that is gone. */
  lost = $state.raw<Marker | null>(null);
  wrongUntil = $state(0);
  /** Here too: a full phone cannot write them down. */
  private wrongPins = noWrongPins;
  private key: DataKey | null = null;
  private epoch = '';
  private watching: Subscription | null = null;
  private lastTouch = Date.now();
  private hiddenSince: number | null = null;
  /** The camera is open: the page is hidden because of us. */
  cameraOpen = false;
  /** Called before the key goes: whoever is typing saves. */
  beforeLock: (() => Promise<void>) | null = null;

  readonly wire = wireTo(location.origin, () => words.language);
  readonly runner = new Runner(this.wire, (store) => this.about(store), (store, end) => this.afterTurn(store, end));

  async start() {
    if (!isSecureContext || !navigator.locks || !crypto.subtle) {
      this.stage = 'unsafe';
      return;
    }
    this.watchHands();
    this.watchClock();
    const devices = await storedDevices();
    await this.runner.watch(await this.registered(devices));
    const device = currentDevice() ?? devices[0] ?? null;
    const missing = markers().find((it) => !devices.includes(it.device) || it.device === device);
    if (device && devices.includes(device)) await this.use(device);
    else if (missing) this.showLost(missing);
    else this.stage = 'register';
    this.runner.start();
  }

  private async registered(devices: string[]): Promise<Store[]> {
    const stores = devices.map((device) => new Store(device));
    const known = await Promise.all(stores.map((it) => it.get('registration')));
    return stores.filter((_, at) => known[at]);
  }

  private showLost(marker: Marker) {
    this.lost = marker;
    this.stage = 'lost';
  }

  /** Makes one holder's database the one in use. */
  async use(device: string) {
    const store = new Store(device);
    const registration = await store.get('registration');
    const marker = markerOf(device);
    if (!registration) {
      if (marker) this.showLost(marker);
      else this.stage = 'register';
      return;
    }
    choose(device);
    this.store = store;
    this.registration = registration;
    this.epoch = (await store.get('store_epoch')) ?? '';
    const vault = await store.get('vault');
    this.pack = (await store.get('package')) ?? null;
    this.follow(store);
    await this.judgeClock(store);
    if (!vault) this.stage = 'pin';
    else this.stage = 'locked';
  }

  /** To another holder; the page of the one before is not theirs. */
  async change(device: string) {
    pages.go('/', { replace: true });
    await this.use(device);
  }

  /** What the pages show, kept up to date by the database itself, in every tab. */
  private follow(store: Store) {
    this.watching?.unsubscribe();
    this.watching = liveQuery(async () => {
      const unsentStates = ['queued', 'sending', 'aside'];
      const [drafts, unsent, photos, captured, rejected, pack, device, syncedAt, openEvent] = await Promise.all([
        store.drafts.count(),
        store.outbox.where('state').anyOf(unsentStates).count(),
        store.att.where('state').equals('waiting').count(),
        store.outbox.where('state').equals('captured').count(),
        store.results.where('outcome').equals('rejected').primaryKeys(),
        store.get('package'), store.get('device'), store.get('synced_at'), store.get('open_event'),
      ]);
      const refused = await store.outbox.bulkGet(rejected);
      const fix = refused.filter((it) => it && !it.superseded_by).length;
      return { tally: { drafts, unsent, photos, sent: captured - fix, fix }, pack, device, syncedAt, openEvent };
    }).subscribe({
      next: ({ tally, pack, device, syncedAt, openEvent }) => {
        this.tally = tally;
        this.pack = pack ?? null;
        this.device = device ?? null;
        this.syncedAt = syncedAt ?? null;
        this.openEvent = openEvent ?? null;
      },
      error: () => void this.lookForWipe(),
    });
    store.on('versionchange', () => {
      store.close();
      location.reload();
    });
  }

  /** The phone, open: for whoever finalises or reads. */
  get opened(): Opened | null {
    const { store, registration, key, epoch } = this;
    return store && registration && key ? { store, registration, key, store_epoch: epoch, now: () => Date.now() } : null;
  }

  async settle(registration: Registration, dataset_epoch: string, server_now: string) {
    const store = new Store(registration.device);
    const store_epoch = newId(Date.now());
    const clock = { device: Date.now(), server: Date.parse(server_now) };
    await store.set({ registration, store_epoch, dataset_epoch, next_seq: 1, clock, clock_jump: false });
    const marker = { device: registration.device, holder: registration.holder.name, store_epoch, synced_at: null, pending: 0 };
    if (this.lost) forget(this.lost.device);
    this.lost = null;
    remember(marker, true);
    await this.change(registration.device);
    this.runner.watch(await this.registered(await storedDevices()));
    // What an earlier registration left can go now, carried by this one.
    void this.runner.tap();
  }

  async setPin(pin: string) {
    const { vault, key } = await newVault(pin);
    await this.store?.set({ vault });
    this.key = key;
    this.stage = this.pack ? 'open' : 'prepare';
  }

  /** Whether the PIN was right. Wrong ones make the next wait longer. */
  async unlock(pin: string): Promise<boolean> {
    const { store } = this;
    const vault = await store?.get('vault');
    if (!store || !vault) {
      await this.lookForWipe();
      return false;
    }
    const kept = (await store.get('wrong_pins')) ?? noWrongPins;
    const wrong = this.wrongPins.count > kept.count ? this.wrongPins : kept;
    this.wrongUntil = wrong.until;
    if (Date.now() < wrong.until) return false;
    const key = await openVault(vault, pin);
    const count = key ? 0 : wrong.count + 1;
    this.wrongPins = key ? noWrongPins : { count, until: Date.now() + waitAfterWrong(count) * 1000 };
    this.wrongUntil = this.wrongPins.until;
    if (count !== kept.count) await store.set({ wrong_pins: this.wrongPins }).catch(unlessFull);
    if (!key) return false;
    this.key = key;
    this.touch();
    this.stage = this.pack ? 'open' : 'prepare';
    void this.tell();
    return true;
  }

  /** The office is told what was counted here and not told yet: also what an empty battery left. */
  async tell() {
    const { opened } = this;
    if (!opened) return;
    try {
      const { tell } = await import('./data/tell');
      if (await tell(opened)) this.runner.soon();
    } catch (error) {
      // The numbers are on the disk; nothing is held up by telling them.
      reportError(error);
    }
  }

  async lock() {
    if (this.stage !== 'open' && this.stage !== 'prepare') return;
    await this.beforeLock?.();
    await this.tell();
    this.key = null;
    this.stage = 'locked';
  }

  prepared() {
    this.stage = 'open';
    this.runner.soon();
  }

  /** The database may have been emptied under this page; then nothing more is written into it. */
  async lookForWipe() {
    const { store } = this;
    if (!store || this.stage === 'wiped') return;
    const epoch = await store.get('store_epoch').catch(() => undefined);
    if (epoch === this.epoch) return;
    this.key = null;
    this.watching?.unsubscribe();
    const marker = markerOf(store.device) ?? { device: store.device, holder: this.registration?.holder.name ?? '', store_epoch: '', synced_at: null, pending: 0 };
    this.showLost(marker);
  }

  private async about(store: Store): Promise<About> {
    const [references, estimate, persisted] = await Promise.all([
      store.ref.toArray(),
      navigator.storage?.estimate?.() ?? null,
      navigator.storage?.persisted?.() ?? false,
    ]);
    const free_bytes = estimate?.quota === undefined ? null : estimate.quota - (estimate.usage ?? 0);
    const ref = Object.fromEntries(references.map((it) => [it.name, it.version]));
    return { app: { version: appVersion, db_schema: 1, ref }, storage: { persisted, free_bytes } };
  }

  private async afterTurn(store: Store, end: End) {
    const marker = markerOf(store.device);
    const pending = await store.outbox.where('state').anyOf('queued', 'sending', 'aside').count();
    if (marker) remember({ ...marker, pending, synced_at: (await store.get('synced_at')) ?? null });
    if (store.device === this.store?.device) await this.lookForWipe();
    if (end.end === 'done' && !end.wipe) await this.renew(store);
    if (end.end !== 'done' || !end.wipe) return;
    const isOurs = store.device === this.store?.device;
    if (isOurs) this.letGo();
    forget(store.device);
    await store.delete();
    this.runner.watch(await this.registered(await storedDevices()));
    if (isOurs) this.stage = 'wiped';
  }

  /** Nothing of this page holds the database any more: it may be deleted without a reload. */
  private letGo() {
    this.key = null;
    this.watching?.unsubscribe();
    this.store?.close();
    this.store = null;
  }

  /** The work package, again: twice a day, and when few codes are left. */
  private async renew(store: Store) {
    const [at, codes, registration, device] = await Promise.all([
      store.get('package_at'), store.get('codes'), store.get('registration'), store.get('device'),
    ]);
    const isOld = at !== undefined && Date.now() - Date.parse(at) > 12 * 3600_000;
    const isLow = codes !== undefined && codes.to - codes.next < 60;
    if (!registration || device?.status !== 'active' || !(isOld || isLow)) return;
    const { fetchPackage, fetchReferences, needed } = await import('./data/references');
    try {
      const pack = await fetchPackage(store, this.wire, registration.token, Date.now());
      await fetchReferences(store, needed(pack), () => undefined);
    } catch {
      // What is here stays good; the next turn asks again.
    }
  }

  private async judgeClock(store: Store) {
    const pair = await store.get('clock');
    const back = ranBack(pair, Date.now());
    if (back) await store.set({ clock_jump: true }).catch(unlessFull);
    this.clockIsWrong = back || isFarOff(pair) || ((await store.get('clock_jump')) ?? false);
  }

  private watchClock() {
    let [wall, running] = [Date.now(), performance.now()];
    setInterval(() => {
      const [wallNow, runningNow] = [Date.now(), performance.now()];
      const jump = jumped(wallNow - wall, runningNow - running);
      [wall, running] = [wallNow, runningNow];
      if (!this.store) return;
      if (jump) void this.store.set({ clock_jump: true }).catch(unlessFull);
      void this.judgeClock(this.store);
    }, 30_000);
  }

  touch = () => {
    this.lastTouch = Date.now();
  };

  private watchHands() {
    for (const event of ['pointerdown', 'keydown', 'input']) addEventListener(event, this.touch, { passive: true });
    document.addEventListener('visibilitychange', () => {
      const { hiddenSince } = this;
      if (document.visibilityState === 'hidden') {
        this.hiddenSince = Date.now();
        return;
      }
      this.hiddenSince = null;
      const most = this.cameraOpen ? idleMs : hiddenMs;
      if (hiddenSince && Date.now() - hiddenSince > most) void this.lock();
    });
    setInterval(() => {
      if (Date.now() - this.lastTouch > idleMs) void this.lock();
    }, 10_000);
  }

  /** Asks the browser to keep our data, and notes its answer. */
  async askToPersist(): Promise<boolean> {
    const persisted = await ask(() => navigator.storage.persist());
    await this.store?.set({ persisted });
    return persisted;
  }
}

export const phone = new Phone();
