-- Gives a corrected enrolment that stood for nobody to what corrects it.
UPDATE field_enrolment
SET standing = 'superseded', person = $1, bucket = $2, membership = $3
WHERE command = $4 AND membership IS NULL AND standing <> 'superseded'
