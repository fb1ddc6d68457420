// The field app begins: its words, its shell, its phone, its pages.
import '../ui/base.css';
import './field.css';
import { mount } from 'svelte';
import { words } from '../i18n/field';
import App from './App.svelte';
import { phone } from './phone.svelte';
import { shell } from './shell.svelte';

await words.start();
shell.start();
mount(App, { target: document.getElementById('app')! });
await phone.start();
