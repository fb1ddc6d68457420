-- Says where the cash of an enrolment was taken.
UPDATE custody_receipt
SET area = $1
WHERE enrolment = $2
