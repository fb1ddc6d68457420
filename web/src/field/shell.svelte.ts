// The app around the pages: its version, its update that waits for a quiet moment, its place on the
// home screen, where the visitor is.

import { registerSW } from 'virtual:pwa-register';
import { router } from '../ui/router.svelte';

declare const __APP_VERSION__: string;

export const appVersion: string = __APP_VERSION__;
export const pages = router('/lapangan');

/** Something a browser may refuse or not know. */
export async function ask(question: () => Promise<boolean>): Promise<boolean> {
  try {
    return await question();
  } catch {
    return false;
  }
}

interface InstallPrompt extends Event {
  prompt(): Promise<void>;
  userChoice: Promise<{ outcome: string }>;
}

class Shell {
  /** A newer version is here and waits. */
  update = $state(false);
  /** The pages are on this phone: it starts without signal. */
  ready = $state(false);
  /** A page of an older version is gone from the server: load again. */
  stale = $state(false);
  installed = $state(matchMedia('(display-mode: standalone)').matches);
  canInstall = $state(false);
  private installPrompt: InstallPrompt | null = null;
  private activate: ((reload?: boolean) => Promise<void>) | null = null;

  start() {
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.installPrompt = event as InstallPrompt;
      this.canInstall = true;
    });
    addEventListener('appinstalled', () => {
      this.installed = true;
      this.canInstall = false;
    });
    addEventListener('vite:preloadError', (event) => {
      event.preventDefault();
      this.stale = true;
    });
    if (!('serviceWorker' in navigator)) return;
    this.activate = registerSW({
      onNeedRefresh: () => (this.update = true),
      onRegisteredSW: (_, registration) => {
        if (!registration) return;
        setInterval(() => void registration.update().catch(() => undefined), 60 * 60_000);
      },
    });
    void navigator.serviceWorker.ready.then(() => (this.ready = true));
  }

  /** Only ever by a tap, and never while a form is open. */
  apply = () => {
    // Our own listener: the plugin's knows no reload in a page that is open since the very first visit.
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    return this.activate?.(false);
  };

  async install() {
    await this.installPrompt?.prompt();
    const choice = await this.installPrompt?.userChoice;
    this.canInstall = false;
    return choice?.outcome === 'accepted';
  }
}

export const shell = new Shell();
