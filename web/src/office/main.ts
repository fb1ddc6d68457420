import '../ui/base.css';
import { mount } from 'svelte';
import { words } from '../i18n/office';
import App from './App.svelte';

await words.start();
mount(App, { target: document.getElementById('app')! });
