"""All that the plugin contributes to a schema, put together from its subjects."""

from __future__ import annotations

from typing import Final

import strawberry

from forum_paksi.angkatan import graphql as angkatan
from forum_paksi.angkatan import mutasi as mutasi_angkatan
from forum_paksi.angkatan import mutasi_tugas
from forum_paksi.asesmen import graphql as asesmen
from forum_paksi.asesmen import mutasi as mutasi_asesmen
from forum_paksi.asesor import graphql as asesor
from forum_paksi.banding import graphql as banding
from forum_paksi.biaya import graphql as biaya
from forum_paksi.bukti import graphql as bukti
from forum_paksi.cakupan import mutasi as mutasi_cakupan
from forum_paksi.cakupan.graphql import akar as cakupan
from forum_paksi.diklat import graphql as diklat
from forum_paksi.diklat import mutasi as mutasi_diklat
from forum_paksi.duta import graphql as duta
from forum_paksi.himpunan.graphql import akar as himpunan
from forum_paksi.jadwal import graphql as jadwal
from forum_paksi.jadwal import mutasi as mutasi_jadwal
from forum_paksi.kegiatan import graphql as kegiatan
from forum_paksi.kegiatan import mutasi as mutasi_kegiatan
from forum_paksi.kelayakan import graphql as kelayakan
from forum_paksi.lampiran import graphql as lampiran
from forum_paksi.lembar import graphql as lembar
from forum_paksi.organisasi import graphql as organisasi
from forum_paksi.organisasi import mutasi as mutasi_organisasi
from forum_paksi.pembaruan import graphql as pembaruan
from forum_paksi.pemesanan import graphql as pemesanan
from forum_paksi.pemesanan import mutasi as mutasi_pemesanan
from forum_paksi.pemisahan import graphql as pemisahan
from forum_paksi.penerbitan import mutasi as penerbitan
from forum_paksi.penyuluh import graphql as penyuluh
from forum_paksi.penyuluh import mutasi as mutasi_penyuluh
from forum_paksi.permintaan import graphql as permintaan
from forum_paksi.permintaan import mutasi as mutasi_permintaan
from forum_paksi.permohonan import graphql as permohonan
from forum_paksi.permohonan import mutasi as mutasi_permohonan
from forum_paksi.persyaratan import graphql as persyaratan
from forum_paksi.persyaratan import mutasi as mutasi_persyaratan
from forum_paksi.pleno import graphql as pleno
from forum_paksi.pleno import mutasi as mutasi_pleno
from forum_paksi.praktik import graphql as praktik
from forum_paksi.praktik import mutasi as mutasi_praktik
from forum_paksi.ringkasan import graphql as ringkasan
from forum_paksi.sekretariat import graphql as sekretariat
from forum_paksi.sertifikat import graphql as sertifikat
from forum_paksi.sertifikat import mutasi as mutasi_sertifikat
from forum_paksi.skema import graphql as skema
from forum_paksi.skema import mutasi as mutasi_skema
from forum_paksi.surat import graphql as surat
from forum_paksi.undangan import graphql as undangan
from forum_paksi.undangan import mutasi as mutasi_undangan
from forum_server.plugin import GraphQL

__all__ = ["GRAPHQL"]


@strawberry.type
class Query(
    skema.Query,
    jadwal.Query,
    pemesanan.Query,
    sertifikat.Query,
    permintaan.Query,
    himpunan.Query,
    undangan.Query,
    kegiatan.Query,
    penyuluh.Query,
    cakupan.Query,
    persyaratan.Query,
    kelayakan.Query,
    permohonan.Query,
    pemisahan.Query,
    asesor.Query,
    asesmen.Query,
    pleno.Query,
    duta.Query,
    angkatan.Query,
    praktik.Query,
    diklat.Query,
    organisasi.Query,
    sekretariat.Query,
):
    """Every root field that asks."""


@strawberry.type
class Mutation(
    surat.Mutation,
    mutasi_jadwal.Mutation,
    mutasi_pemesanan.Mutation,
    mutasi_sertifikat.Mutation,
    mutasi_permintaan.Mutation,
    himpunan.Mutation,
    mutasi_undangan.Mutation,
    mutasi_permohonan.Mutation,
    pemisahan.Mutation,
    asesor.Mutation,
    mutasi_asesmen.Mutation,
    mutasi_pleno.Mutation,
    banding.Mutation,
    penerbitan.Mutation,
    mutasi_kegiatan.Mutation,
    mutasi_penyuluh.Mutation,
    biaya.Mutation,
    mutasi_cakupan.Mutation,
    lampiran.Mutation,
    mutasi_skema.Mutation,
    mutasi_persyaratan.Mutation,
    bukti.Mutation,
    lembar.Mutation,
    duta.Mutation,
    mutasi_angkatan.Mutation,
    mutasi_tugas.Mutation,
    mutasi_praktik.Mutation,
    mutasi_diklat.Mutation,
    mutasi_organisasi.Mutation,
    sekretariat.Mutation,
):
    """Every root field that does."""


@strawberry.type
class Subscription(mutasi_pemesanan.Subscription, himpunan.Subscription):
    """Every root field that tells."""


GRAPHQL: Final = GraphQL(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    fields=[
        skema.FIELDS,
        jadwal.FIELDS,
        pemesanan.FIELDS,
        pemesanan.FIELDS_JADWAL,
        pemesanan.FIELDS_ORANG,
        sertifikat.FIELDS,
        sertifikat.FIELDS_ORANG,
        sertifikat.FIELDS_PERMOHONAN,
        pembaruan.FIELDS,
        *permintaan.FIELDS,
        lampiran.FIELDS,
        *himpunan.FIELDS,
        *undangan.FIELDS,
        *kegiatan.FIELDS,
        *penyuluh.FIELDS,
        *permohonan.FIELDS,
        asesor.FIELDS,
        *asesmen.FIELDS,
        *pleno.FIELDS,
        banding.FIELDS,
        persyaratan.FIELDS,
        bukti.FIELDS,
        bukti.FIELDS_ORANG,
        *kelayakan.FIELDS,
        *biaya.FIELDS,
        *ringkasan.FIELDS,
        *diklat.FIELDS,
        *organisasi.FIELDS,
        *sekretariat.FIELDS,
        *cakupan.FIELDS,
        *duta.FIELDS,
        *angkatan.FIELDS,
        praktik.FIELDS,
    ],
    handlers=[himpunan.PenanganBerubah()],
)
