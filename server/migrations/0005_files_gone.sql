-- Files of people who asked to be forgotten, until they are gone from the disk.
create table file_gone (name text primary key) without rowid;
