// Short messages that something was done. They are read out, and go by themselves.

interface Toast {
  n: number;
  text: string;
}
let all = $state.raw<Toast[]>([]);
let n = 0;

export const toasts = {
  get all() {
    return all;
  },
  say(text: string) {
    const toast = { n: ++n, text };
    all = [...all.slice(-2), toast];
    setTimeout(() => toasts.dismiss(toast.n), 8_000);
  },
  dismiss(which: number) {
    all = all.filter((it) => it.n !== which);
  },
};
