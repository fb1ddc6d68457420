// Every page of the office and who is offered it. A department adds its pages here, one line each;
// pages are fetched when somebody opens them.

import type { Component } from 'svelte';
import type { id } from '../i18n/office/id';
import type { IconName } from '../ui/Icon.svelte';
import type { Duty } from './duties';

type Text = keyof typeof id;

export interface Page {
  /** `/orang/:id`; what is named is handed to the page as a property. */
  path: string;
  load: () => Promise<{ default: Component<Record<string, string>> }>;
  /** Any of these duties; none means everybody. */
  duties?: readonly Duty[];
  /** Its place in the menu. */
  menu?: { text: Text; icon: IconName };
}

/** Pages take what their address names, each under its own name. */
const page = (load: () => Promise<{ default: unknown }>) => load as Page['load'];

export const pages: readonly Page[] = [
  { path: '/', load: page(() => import('./home/Home.svelte')), menu: { text: 'nav.home', icon: 'home' } },
];
