-- What happens at an event.
INSERT INTO event_activity (event, activity)
VALUES ($1, $2)
