"""Where help is given and by whom: the authority, its localities, agencies, teams and working days."""
