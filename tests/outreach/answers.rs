//! What the office answers to each command of the field.
