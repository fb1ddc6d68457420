// After a refusal the eyes and the keyboard go to the first thing that is wrong.
import { tick } from 'svelte';

export async function toFirstWrong(form: HTMLElement | undefined) {
  await tick();
  const first = form?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? form?.querySelector<HTMLElement>('[role="alert"]');
  if (!first) return;
  if (first.getAttribute('role') === 'alert') first.tabIndex = -1;
  first.focus();
  first.scrollIntoView({ block: 'center' });
}
