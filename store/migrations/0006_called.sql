-- What a record was called when the change was made; null: the change made it. The record may have
-- left the device since.
alter table outbox add column called text;
alter table refused add column called text;
alter table authored add column called text;
-- Why an officer did not take it, in his words.
alter table refused add column why text;
