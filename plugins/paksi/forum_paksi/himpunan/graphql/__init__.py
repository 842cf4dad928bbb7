"""Pools in GraphQL: `tipe` says what they are, `alokasi` what dividing them answers, `akar` what can be asked and done."""
