-- Events closed with a count that is neither a number nor said to be not recorded.
SELECT event, command
FROM event_close
WHERE (attended IS NULL AND not_recorded NOT LIKE '%attended%')
  OR (enrolled IS NULL AND not_recorded NOT LIKE '%enrolled%')
  OR (refused IS NULL AND not_recorded NOT LIKE '%refused%')
ORDER BY event, command
