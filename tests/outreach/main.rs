//! Outreach proven on both databases: an evening at the village hall, and that order does not matter.
