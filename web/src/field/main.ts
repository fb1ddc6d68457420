import '../ui/base.css';
import { mount } from 'svelte';
import { words } from '../i18n/field';
import App from './App.svelte';

await words.start();
mount(App, { target: document.getElementById('app')! });
