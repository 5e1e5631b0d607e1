-- The numbers of the changes that a saved form became: whoever takes it back names them.
alter table saved_form add column first integer;
alter table saved_form add column last integer;
