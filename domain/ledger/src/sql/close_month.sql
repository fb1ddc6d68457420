-- Closes a month with the sums it was closed with.
INSERT INTO closed_month (month, debit, credit, closed_at, closed_by)
VALUES ($1, $2, $3, $4, $5)
