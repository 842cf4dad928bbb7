"""People: who takes part, with their official numbers encrypted and found only by keyed hash."""
