"""Berkas: files that people upload, kept in a folder or in S3, and handed out to whoever may see their record."""
