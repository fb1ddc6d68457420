import '../ui/base.css';
import './office.css';
import { mount } from 'svelte';
import { words } from '../i18n/office';
import App from './App.svelte';
import { session } from './session.svelte';

await Promise.all([words.start(), session.look()]);
mount(App, { target: document.getElementById('app')! });
