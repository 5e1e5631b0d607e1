-- What an officer wrote to the author of what he did not take. It may name anybody, so it goes when
-- anybody asks to be forgotten.
alter table refusal add column why text;
