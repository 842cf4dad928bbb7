"""Issuing the certificate of an application that ended well."""
