"""Where help is given and by whom: authority, localities, agencies, teams, working days."""
