"""Documents: letters as PDF from templates and letterheads, and QR codes."""
