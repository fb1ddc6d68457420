-- Takes the lock of the change log until the end of the transaction; SQLite has one writer anyway.
SELECT {sqlite: ''}{postgres: pg_advisory_xact_lock(7301)::text} AS locked
