"""People's logins, who may do what, directories, sessions."""
