-- What is gone from an area, for whoever looks for what was deleted.
create index route_of_gone on route (area, position) where state = 2;
