-- How many tables there are.
SELECT COUNT(*)
FROM {sqlite: sqlite_master WHERE type = 'table'}{postgres: information_schema.tables WHERE table_schema = current_schema()}
