"""Duta integritas: the one person an office, kecamatan or kelurahan looks to; a role without a certificate."""
