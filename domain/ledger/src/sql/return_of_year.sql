-- The journal of a year's return, if it was declared.
SELECT journal FROM savings_return WHERE year = $1
