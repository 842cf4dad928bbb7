"""What an LSP offers: schedules of assessments and trainings, and the shares their seats are divided into."""
