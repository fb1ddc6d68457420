-- A capture with its device.
SELECT c.id, c.device, c.store_epoch, c.seq, c.kind, c.v, c.actor, c.depends_on, c.supersedes, c.sha256,
  c.sealed, c.sig, c.well_formed, c.received_at, c.device_status, c.outcome, c.clashes, d.public_key, d.holder, d.area
FROM capture AS c
LEFT JOIN device AS d ON d.id = c.device
WHERE c.id = $1
