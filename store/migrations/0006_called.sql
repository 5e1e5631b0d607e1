-- edits: the record was there when the change was made (0 also of what was saved before this).
-- called: what it was called then; it may have left the device since. Not of what was answered: whoever
-- may read a record no more keeps nothing of it.
alter table outbox add column edits integer not null default 0;
alter table outbox add column called text;
alter table refused add column edits integer not null default 0;
alter table refused add column called text;
alter table authored add column edits integer not null default 0;
-- Why an officer did not take it, in his words.
alter table refused add column why text;
