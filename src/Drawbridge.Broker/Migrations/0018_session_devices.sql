-- What a session was begun with, such as "Firefox on Windows", for its owner to recognise.
alter table sessions add column device text;
