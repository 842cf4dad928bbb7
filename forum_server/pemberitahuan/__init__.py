"""Notifications: told once to each account they are for, in the application and by e-mail, as each person chose."""
