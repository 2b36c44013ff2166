#!/bin/sh
# Run once by the postgres image, in an empty data directory: an owner for the tables, a role for the web.
set -eu

psql --set=ON_ERROR_STOP=1 --username=postgres --dbname=postgres \
  --set=owner_password="$OWNER_DB_PASSWORD" --set=web_password="$WEB_DB_PASSWORD" <<'SQL'
create role hms_owner login createdb password :'owner_password';
create role hms_web login password :'web_password';
create database hms owner hms_owner;
revoke all on database hms from public;
grant connect on database hms to hms_web;
SQL
