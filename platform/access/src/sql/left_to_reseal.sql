-- How many values an older key sealed: people, households, rows of lists, secrets of code apps, contacts.
SELECT
    (SELECT COUNT(*) FROM person WHERE substr(nik_sealed, 1, 2) <> $1),
    (SELECT COUNT(*) FROM household WHERE substr(card_sealed, 1, 2) <> $1),
    (SELECT COUNT(*) FROM list_row WHERE content_sealed IS NOT NULL AND substr(content_sealed, 1, 2) <> $1),
    (SELECT COUNT(*) FROM second_factor WHERE substr(secret_sealed, 1, 2) <> $1),
    (SELECT COUNT(*) FROM outreach_contact WHERE substr(content_sealed, 1, 2) <> $1)
