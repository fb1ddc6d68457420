-- Removes the cells that have come to nothing.
DELETE FROM coverage_cell
WHERE n = 0
