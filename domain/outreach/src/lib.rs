//! Outreach: events in villages, who was enrolled there, cash in agents' hands, portfolios and fees.
