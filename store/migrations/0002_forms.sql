-- Forms that were saved: one that is sent twice, since its answer was lost, is saved once.
create table saved_form (form integer primary key, saved_at integer not null);
