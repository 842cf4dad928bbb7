"""Seats: taken, confirmed, waited for, given up, and used."""
