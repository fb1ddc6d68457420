-- Notes that a year's return was declared and shared out.
INSERT INTO savings_return (year, rate_ppm, status, source, journal, credited, undistributed, recorded_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
