// Where the visitor of the office is.
import { router } from '../ui/router.svelte';

export const place = router('/kantor');
