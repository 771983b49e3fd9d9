#!/bin/sh
# Run once by the postgres image, as the administrator: the owner of the tables, who is no
# superuser. Everything after that `manage.py prepare_database` does, as the owner.
set -eu

psql --set=ON_ERROR_STOP=1 --set=password="$OWNER_DATABASE_PASSWORD" --username=postgres <<'SQL'
CREATE ROLE earlyhelp_owner LOGIN CREATEDB CREATEROLE BYPASSRLS PASSWORD :'password';
CREATE DATABASE earlyhelp OWNER earlyhelp_owner;
SQL
