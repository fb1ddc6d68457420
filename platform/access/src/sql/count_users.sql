-- How many users there are, to know a first start.
SELECT COUNT(*)
FROM app_user
