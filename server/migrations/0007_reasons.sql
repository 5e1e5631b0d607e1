-- Whose data a refusal's reason may speak of, where an officer wrote one: it goes when they ask to be
-- forgotten.
alter table refusal add column person integer;
