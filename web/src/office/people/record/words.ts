// Closed lists the register knows, in the order people expect them.

export const relations = [
  'spouse', 'child', 'parent', 'grandchild', 'grandparent', 'sibling', 'parent_in_law',
  'named_in_will', 'contact',
] as const;

/** Who usually attests; stored as a word, any other word is possible too. */
export const attesters = [
  'rt_head', 'rw_head', 'group_leader', 'village_official', 'officer', 'neighbour',
] as const;

export const purposes = ['enrolment', 'messages', 'heir_contact'] as const;
export const manners = ['read_aloud', 'signature', 'thumbprint'] as const;

/** Version of the words that are read out before a person agrees. */
export const consentVersion = '2026-01';
